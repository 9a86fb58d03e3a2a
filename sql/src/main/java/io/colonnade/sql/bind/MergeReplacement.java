package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

import java.util.ArrayList;
import java.util.List;

/**
 * Binds MERGE ... REMOVE DUPLICATES: rows of the target that match go, all rows of the source come.
 *
 * <pre>
 * SELECT t.$row_id, FALSE, NULL, NULL FROM t JOIN s ON c
 * UNION ALL SELECT NULL, TRUE, s.* FROM s
 * </pre>
 *
 * One per statement.
 */
final class MergeReplacement {
    private final Binding binding;
    private final RexBuilder builder;

    MergeReplacement(Binding binding) {
        this.binding = binding;
        this.builder = binding.cluster().getRexBuilder();
    }

    BoundStatement.Merge bind(
            DmlStatement.Merge merge, TableRelation table, String alias, MergeSource source) {
        SqlSelect rows =
                MergeBinder.query(
                        List.of(SqlIdentifier.star(SqlParserPos.ZERO)),
                        copy(source.node()),
                        merge.position());
        SqlNodeList with = merge.with() == null ? null : (SqlNodeList) copy(merge.with());
        RelNode inserted = inserted(binding.tree(ChangeBinder.with(with, rows)).plan(), table);
        SqlSelect old =
                MergeBinder.select(
                        List.of(ChangeBinder.column(alias, ColonnadeTable.ROW_ID)),
                        ChangeBinder.target(table, alias),
                        source.node(),
                        merge,
                        false);
        Binding.Tree matched = binding.tree(ChangeBinder.with(merge.with(), old));
        RelNode deleted = deleted(matched.plan(), inserted, table);
        RelNode plan = LogicalUnion.create(List.of(deleted, inserted), true);
        return new BoundStatement.Merge(table, plan, binding.facts(matched.parameters()), true);
    }

    private RelNode inserted(RelNode source, TableRelation table) {
        List<ColumnDefinition> columns = table.definition().getColumnsList();
        if (source.getRowType().getFieldCount() != columns.size()) {
            throw new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR,
                            "MERGE ... REMOVE DUPLICATES needs a source with the columns of \""
                                    + table.name()
                                    + "\"")
                    .detail(
                            "The source has "
                                    + source.getRowType().getFieldCount()
                                    + " columns, the table has "
                                    + columns.size()
                                    + ".");
        }
        List<RexNode> values = new ArrayList<>();
        values.add(builder.makeNullLiteral(TypeMapping.toRel(SqlType.BIGINT, true)));
        values.add(builder.makeLiteral(true));
        for (int i = 0; i < columns.size(); i++) {
            RexNode value = builder.makeInputRef(source, i);
            values.add(Targets.assigned(builder, value, columns.get(i), source));
        }
        return Targets.project(source, values, names(table));
    }

    private RelNode deleted(RelNode matched, RelNode inserted, TableRelation table) {
        List<RexNode> values = new ArrayList<>();
        values.add(builder.makeInputRef(matched, 0));
        values.add(builder.makeLiteral(false));
        for (int i = 2; i < inserted.getRowType().getFieldCount(); i++) {
            values.add(
                    builder.makeNullLiteral(inserted.getRowType().getFieldList().get(i).getType()));
        }
        return Targets.project(matched, values, names(table));
    }

    private static List<String> names(TableRelation table) {
        List<String> names = new ArrayList<>(List.of(ColonnadeTable.ROW_ID, MergeRows.HAS_NEW_ROW));
        names.addAll(Targets.columnNames(table));
        return names;
    }

    /** The same tree once more, since binding uses a tree up. */
    private static SqlNode copy(SqlNode node) {
        return node.accept(
                new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlIdentifier id) {
                        return id.clone(id.getParserPosition());
                    }

                    @Override
                    public SqlNode visit(SqlCall call) {
                        CallCopyingArgHandler operands = new CallCopyingArgHandler(call, true);
                        call.getOperator().acceptCall(this, call, false, operands);
                        return operands.result();
                    }
                });
    }
}
