package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/**
 * Binds UPDATE and DELETE as queries over the table with its row ids:
 *
 * <pre>
 * UPDATE t SET b = e FROM f WHERE w   SELECT t.$row_id, t.a, e FROM t, f WHERE w
 * DELETE FROM t USING f WHERE w       SELECT DISTINCT t.$row_id FROM t, f WHERE w
 * </pre>
 *
 * A row that several rows of FROM match is changed by one of them. One per statement.
 */
final class ChangeBinder {
    private final Binding binding;

    ChangeBinder(Binding binding) {
        this.binding = binding;
    }

    BoundStatement.Update bind(DmlStatement.Update update) {
        TableRelation table = Targets.table(binding, update.table());
        SqlNode[] assigned = assigned(binding, table, update.assignments());
        String alias = alias(update.alias(), table);
        List<SqlNode> items = new ArrayList<>();
        items.add(column(alias, ColonnadeTable.ROW_ID));
        List<ColumnDefinition> columns = table.definition().getColumnsList();
        for (int i = 0; i < assigned.length; i++) {
            items.add(assigned[i] != null ? assigned[i] : column(alias, columns.get(i).getName()));
        }
        SqlSelect select =
                select(
                        items,
                        target(table, alias),
                        update.from(),
                        update.where(),
                        update.position());
        if (update.from() != null) {
            select.setQualify(firstOfEach(alias));
        }
        Binding.Tree tree = binding.tree(with(update.with(), select));
        RelNode plan = fitted(tree.plan(), table);
        return new BoundStatement.Update(table, plan, binding.facts(tree.parameters()));
    }

    /** The assigned values by index of their column; null where there is none. */
    static SqlNode[] assigned(
            Binding binding, TableRelation table, List<DmlStatement.Assignment> assignments) {
        SqlNode[] values = new SqlNode[table.definition().getColumnsCount()];
        for (DmlStatement.Assignment assignment : assignments) {
            int index = Targets.column(binding, table, assignment.column());
            if (values[index] != null) {
                throw new ColonnadeException(
                        ErrorCode.SYNTAX_ERROR,
                        "multiple assignments to same column \""
                                + assignment.column().names.getLast()
                                + "\"");
            }
            ColumnDefinition column = table.definition().getColumns(index);
            values[index] =
                    assignment.value().getKind() == SqlKind.DEFAULT
                            ? defaultOf(column)
                            : assignment.value();
        }
        return values;
    }

    private static SqlNode defaultOf(ColumnDefinition column) {
        if (column.getIdentity()) {
            throw ColonnadeException.notSupported("SET of an identity column to DEFAULT");
        }
        if (column.getDefaultSql().isEmpty()) {
            return SqlLiteral.createNull(SqlParserPos.ZERO);
        }
        QueryStatement.Query query =
                (QueryStatement.Query) SqlParser.parseStatement("SELECT " + column.getDefaultSql());
        return ((SqlSelect) query.node()).getSelectList().get(0);
    }

    /** The row ids as they are, the new values in their columns' types. */
    private static RelNode fitted(RelNode source, TableRelation table) {
        RexBuilder builder = source.getCluster().getRexBuilder();
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        expressions.add(builder.makeInputRef(source, 0));
        names.add(ColonnadeTable.ROW_ID);
        List<ColumnDefinition> columns = table.definition().getColumnsList();
        for (int i = 0; i < columns.size(); i++) {
            expressions.add(
                    Targets.assigned(
                            builder, builder.makeInputRef(source, i + 1), columns.get(i), source));
            names.add(columns.get(i).getName());
        }
        return Targets.project(source, expressions, names);
    }

    BoundStatement.Delete bind(DmlStatement.Delete delete) {
        TableRelation table = Targets.table(binding, delete.table());
        String alias = alias(delete.alias(), table);
        List<SqlNode> items = new ArrayList<>();
        items.add(column(alias, ColonnadeTable.ROW_ID));
        SqlSelect select =
                select(
                        items,
                        target(table, alias),
                        delete.using(),
                        delete.where(),
                        delete.position());
        if (delete.using() != null) {
            select.setOperand(
                    0, SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(SqlParserPos.ZERO)));
        }
        Binding.Tree tree = binding.tree(with(delete.with(), select));
        return new BoundStatement.Delete(table, tree.plan(), binding.facts(tree.parameters()));
    }

    static String alias(SqlIdentifier alias, TableRelation table) {
        return alias == null ? table.name() : alias.getSimple();
    }

    static SqlIdentifier column(String alias, String name) {
        return new SqlIdentifier(List.of(alias, name), SqlParserPos.ZERO);
    }

    /** The table with its row ids, under the alias. */
    static SqlNode target(TableRelation table, String alias) {
        SqlIdentifier name =
                new SqlIdentifier(
                        List.of(CatalogReader.WITH_ROW_ID, table.schema(), table.name()),
                        SqlParserPos.ZERO);
        return SqlStdOperatorTable.AS.createCall(
                SqlParserPos.ZERO, name, new SqlIdentifier(alias, SqlParserPos.ZERO));
    }

    private static SqlSelect select(
            List<SqlNode> items, SqlNode target, SqlNode others, SqlNode where, SqlParserPos at) {
        SqlNode from =
                others == null
                        ? target
                        : new SqlJoin(
                                at,
                                target,
                                SqlLiteral.createBoolean(false, at),
                                JoinType.COMMA.symbol(at),
                                others,
                                JoinConditionType.NONE.symbol(at),
                                null);
        return new SqlSelect(
                at,
                null,
                new SqlNodeList(items, at),
                from,
                where,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** ROW_NUMBER() OVER (PARTITION BY $row_id) = 1. */
    private static SqlNode firstOfEach(String alias) {
        SqlParserPos at = SqlParserPos.ZERO;
        SqlWindow window =
                SqlWindow.create(
                        null,
                        null,
                        SqlNodeList.of(column(alias, ColonnadeTable.ROW_ID)),
                        SqlNodeList.EMPTY,
                        SqlLiteral.createBoolean(false, at),
                        null,
                        null,
                        null,
                        SqlWindow.createExcludeNoOthers(at),
                        at);
        SqlNode number =
                SqlStdOperatorTable.OVER.createCall(
                        at, Normalizer.function("row_number", at, List.of()), window);
        return SqlStdOperatorTable.EQUALS.createCall(
                at, number, SqlLiteral.createExactNumeric("1", at));
    }

    static SqlNode with(SqlNodeList items, SqlSelect body) {
        return items == null ? body : new SqlWith(body.getParserPosition(), items, body);
    }
}
