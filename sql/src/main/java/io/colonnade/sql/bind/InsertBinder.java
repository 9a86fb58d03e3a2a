package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Binds INSERT: a source for some columns becomes rows for all columns. One per statement. */
final class InsertBinder {
    private final Binding binding;
    private final RexBuilder builder;

    InsertBinder(Binding binding) {
        this.binding = binding;
        this.builder = binding.cluster().getRexBuilder();
    }

    BoundStatement.Insert bind(DmlStatement.Insert insert) {
        TableRelation table = Targets.table(binding, insert.table());
        int[] columns = Targets.columns(binding, table, insert.columns());
        if (insert.source() == null) {
            RelNode one = LogicalValues.createOneRow(binding.cluster());
            return bound(table, one, new RexNode[columns.length], List.of());
        }
        Set<Integer> defaulted = defaults(table, columns, insert.source());
        castMixed(table, columns, insert.source());
        Binding.Tree tree = binding.tree(insert.source());
        RelNode source = tree.plan();
        int given = source.getRowType().getFieldCount();
        if (given > columns.length) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns");
        }
        if (given < columns.length && !insert.columns().isEmpty()) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR, "INSERT has more target columns than expressions");
        }
        RexNode[] values = new RexNode[table.definition().getColumnsCount()];
        for (int i = 0; i < given; i++) {
            ColumnDefinition column = table.definition().getColumns(columns[i]);
            if (defaulted.contains(i)) {
                continue;
            }
            refuseIdentity(column);
            values[columns[i]] =
                    Targets.assigned(builder, builder.makeInputRef(source, i), column, source);
        }
        return bound(table, source, values, tree.parameters());
    }

    /** Values of GENERATED ALWAYS columns are not the user's to give. */
    static void refuseIdentity(ColumnDefinition column) {
        if (column.getIdentity() && !column.getIdentityByDefault()) {
            throw new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR,
                            "cannot insert a value into identity column \""
                                    + column.getName()
                                    + "\"")
                    .hint("Leave the column out, or write DEFAULT.");
        }
    }

    private BoundStatement.Insert bound(
            TableRelation table, RelNode source, RexNode[] values, List<SqlType> parameters) {
        TableDefinition definition = table.definition();
        List<RexNode> all = new ArrayList<>();
        for (int i = 0; i < definition.getColumnsCount(); i++) {
            RexNode value = i < values.length ? values[i] : null;
            all.add(value == null ? missing(definition, i) : value);
        }
        RelNode plan = Targets.project(source, all, Targets.columnNames(table));
        return new BoundStatement.Insert(table, plan, facts(table, parameters));
    }

    private BoundStatement.Facts facts(TableRelation table, List<SqlType> parameters) {
        BoundStatement.Facts facts = binding.facts(parameters);
        facts.relations().add(table);
        return facts;
    }

    /** The value of a column that the statement does not give. */
    RexNode missing(TableDefinition table, int index) {
        ColumnDefinition column = table.getColumns(index);
        if (column.getIdentity()) {
            return identity(table, column);
        }
        RelDataType type = TypeMapping.toRel(SqlType.fromProto(column.getType()), true);
        if (column.getDefaultSql().isEmpty()) {
            return builder.makeNullLiteral(type);
        }
        return defaultOf(column);
    }

    /** The default as the column stores it. */
    RexNode defaultOf(ColumnDefinition column) {
        return Targets.assigned(builder, defaultValue(column), column, null);
    }

    /** The default, bound as the one item of a SELECT without FROM. */
    private RexNode defaultValue(ColumnDefinition column) {
        RelNode plan = binding.tree(defaultQuery(column)).plan();
        if (plan instanceof Project project) {
            return project.getProjects().getFirst();
        }
        return ((LogicalValues) plan).getTuples().getFirst().getFirst();
    }

    private static SqlNode defaultQuery(ColumnDefinition column) {
        return ((QueryStatement.Query) SqlParser.parseStatement("SELECT " + column.getDefaultSql()))
                .node();
    }

    /** seed + step * (values given out before + number of the row - 1). */
    private RexNode identity(TableDefinition table, ColumnDefinition column) {
        long before = binding.context().identityStart().applyAsLong(table);
        long first = column.getIdentitySeed() + column.getIdentityStep() * (before - 1);
        RexNode number =
                builder.makeOver(
                        TypeMapping.toRel(SqlType.BIGINT, false),
                        SqlStdOperatorTable.ROW_NUMBER,
                        List.of(),
                        List.of(),
                        com.google.common.collect.ImmutableList.of(),
                        RexWindowBounds.UNBOUNDED_PRECEDING,
                        RexWindowBounds.CURRENT_ROW,
                        true,
                        true,
                        false,
                        false,
                        false);
        RexNode value =
                builder.makeCall(
                        SqlStdOperatorTable.PLUS,
                        Constants.bigint(builder, first),
                        builder.makeCall(
                                SqlStdOperatorTable.MULTIPLY,
                                Constants.bigint(builder, column.getIdentityStep()),
                                number));
        return builder.ensureType(
                TypeMapping.toRel(SqlType.fromProto(column.getType()), false), value, false);
    }

    /**
     * Replaces DEFAULT in VALUES. Columns that are DEFAULT in every row get a placeholder and are
     * returned: they count as not given.
     */
    private Set<Integer> defaults(TableRelation table, int[] columns, SqlNode source) {
        Set<Integer> everywhere = new HashSet<>();
        if (source.getKind() != SqlKind.VALUES) {
            return everywhere;
        }
        List<SqlNode> rows = ((SqlCall) source).getOperandList();
        int width = ((SqlCall) rows.getFirst()).operandCount();
        for (int i = 0; i < Math.min(width, columns.length); i++) {
            int count = 0;
            for (SqlNode row : rows) {
                if (i < ((SqlCall) row).operandCount()
                        && ((SqlCall) row).operand(i).getKind() == SqlKind.DEFAULT) {
                    count++;
                    ((SqlBasicCall) row).setOperand(i, replacement(table, columns[i]));
                }
            }
            if (count == rows.size()) {
                everywhere.add(i);
            } else if (count > 0 && table.definition().getColumns(columns[i]).getIdentity()) {
                throw ColonnadeException.notSupported(
                        "DEFAULT for an identity column in some rows only");
            }
        }
        return everywhere;
    }

    /** Text constants beside other values in a column of VALUES: each becomes the column's type. */
    private static void castMixed(TableRelation table, int[] columns, SqlNode source) {
        if (source.getKind() != SqlKind.VALUES) {
            return;
        }
        List<SqlNode> rows = ((SqlCall) source).getOperandList();
        int width = rows.stream().mapToInt(row -> ((SqlCall) row).operandCount()).min().orElse(0);
        for (int i = 0; i < Math.min(width, columns.length); i++) {
            int column = i;
            long texts =
                    rows.stream().filter(row -> isText(((SqlCall) row).operand(column))).count();
            long nulls =
                    rows.stream()
                            .filter(
                                    row ->
                                            SqlUtil.isNullLiteral(
                                                    ((SqlCall) row).operand(column), true))
                            .count();
            if (texts == 0 || texts + nulls == rows.size()) {
                continue;
            }
            SqlType type = SqlType.fromProto(table.definition().getColumns(columns[i]).getType());
            for (SqlNode row : rows) {
                SqlCall values = (SqlCall) row;
                ((SqlBasicCall) row).setOperand(i, cast(values.operand(i), type));
            }
        }
    }

    private static boolean isText(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR;
    }

    private static SqlNode cast(SqlNode value, SqlType type) {
        SqlParserPos position = value.getParserPosition();
        RelDataType rel = TypeMapping.toRel(type, true);
        boolean isDecimal = rel.getSqlTypeName() == SqlTypeName.DECIMAL;
        SqlBasicTypeNameSpec name =
                new SqlBasicTypeNameSpec(
                        SqlTypeUtil.inCharFamily(rel) ? SqlTypeName.VARCHAR : rel.getSqlTypeName(),
                        isDecimal ? rel.getPrecision() : -1,
                        isDecimal ? rel.getScale() : -1,
                        null,
                        position);
        return SqlStdOperatorTable.CAST.createCall(
                position, value, new SqlDataTypeSpec(name, position));
    }

    private static SqlNode replacement(TableRelation table, int index) {
        ColumnDefinition column = table.definition().getColumns(index);
        if (column.getDefaultSql().isEmpty()) {
            return SqlLiteral.createNull(SqlParserPos.ZERO);
        }
        return ((SqlSelect) defaultQuery(column)).getSelectList().get(0);
    }
}
