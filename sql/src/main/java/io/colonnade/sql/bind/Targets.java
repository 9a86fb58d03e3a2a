package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.type.SqlType;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table that a statement writes: finds it and its columns, fits values to them. Stateless. */
final class Targets {
    private Targets() {}

    /** The table of this name; views and system relations cannot be written. */
    static TableRelation table(Binding binding, SqlIdentifier name) {
        Relation relation = find(binding, name);
        return switch (relation) {
            case null -> {
                String schema = name.isSimple() ? null : name.names.get(name.names.size() - 2);
                throw new Problems(binding.text(), binding.reader(), binding.context())
                        .undefinedTable(name.names.getLast(), schema)
                        .position(binding.text().position(name.getParserPosition()));
            }
            case TableRelation table -> table;
            case ViewRelation view ->
                    throw new ColonnadeException(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            "cannot change view \"" + view.name() + "\"");
            case SystemRelation system ->
                    throw new ColonnadeException(
                            ErrorCode.INSUFFICIENT_PRIVILEGE,
                            "permission denied: \"" + system.name() + "\" is a system catalog");
        };
    }

    /** The relation of this name by the search path, or null. */
    static Relation find(Binding binding, SqlIdentifier name) {
        if (!name.isSimple()) {
            String schema = name.names.get(name.names.size() - 2);
            return binding.catalog().find(schema, name.names.getLast()).orElse(null);
        }
        for (List<String> path : binding.reader().getSchemaPaths()) {
            if (!path.isEmpty()) {
                var found = binding.catalog().find(path.getFirst(), name.getSimple());
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return null;
    }

    /** Index of a column in the table. */
    static int column(Binding binding, TableRelation table, SqlIdentifier name) {
        List<String> names = columnNames(table);
        int index = names.indexOf(name.names.getLast());
        if (index >= 0) {
            return index;
        }
        ColonnadeException error =
                new ColonnadeException(
                                ErrorCode.UNDEFINED_COLUMN,
                                "column \""
                                        + name.names.getLast()
                                        + "\" of relation \""
                                        + table.name()
                                        + "\" does not exist")
                        .position(binding.text().position(name.getParserPosition()));
        throw Suggestions.nearest(name.names.getLast(), names)
                .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                .orElse(error);
    }

    /** Indexes of the listed columns, each once; all columns when the list is empty. */
    static int[] columns(Binding binding, TableRelation table, List<SqlIdentifier> listed) {
        if (listed.isEmpty()) {
            int[] all = new int[table.definition().getColumnsCount()];
            java.util.Arrays.setAll(all, i -> i);
            return all;
        }
        int[] columns = new int[listed.size()];
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(binding, table, listed.get(i));
            if (!seen.add(columns[i])) {
                throw new ColonnadeException(
                                ErrorCode.DUPLICATE_COLUMN,
                                "column \""
                                        + listed.get(i).names.getLast()
                                        + "\" specified more than once")
                        .position(binding.text().position(listed.get(i).getParserPosition()));
            }
        }
        return columns;
    }

    static List<String> columnNames(TableRelation table) {
        return table.definition().getColumnsList().stream().map(ColumnDefinition::getName).toList();
    }

    /**
     * The value as the column stores it. Text keeps its length: what is too long for the column is
     * an error of the write, not cut off by a cast.
     *
     * @param source where the value is computed, to tell constants from columns; may be null
     */
    static RexNode assigned(
            RexBuilder builder, RexNode value, ColumnDefinition column, RelNode source) {
        SqlType type = SqlType.fromProto(column.getType());
        RelDataType target = TypeMapping.toRel(type, value.getType().isNullable());
        RelDataType from = value.getType();
        if (SqlTypeUtil.inCharFamily(from) && SqlTypeUtil.inCharFamily(target)) {
            return target.getSqlTypeName() != SqlTypeName.CHAR
                    ? withoutExcessBlanks(builder, value, target)
                    : from.getSqlTypeName() == SqlTypeName.CHAR
                            ? value
                            : withoutTrailingBlanks(builder, value);
        }
        if (!isAssignable(from, target, isConstant(value, source))) {
            throw new ColonnadeException(
                            ErrorCode.DATATYPE_MISMATCH,
                            "column \""
                                    + column.getName()
                                    + "\" is of type "
                                    + type.kind().sqlName()
                                    + " but expression is of type "
                                    + TypeMapping.displayName(from))
                    .hint("You will need to rewrite or cast the expression.");
        }
        return builder.ensureType(target, value, true);
    }

    /** Text that only blanks make too long for its column is cut, as the SQL standard says. */
    private static RexNode withoutExcessBlanks(
            RexBuilder builder, RexNode value, RelDataType target) {
        int limit = target.getPrecision();
        int most = value.getType().getPrecision();
        if (limit <= 0 || (most > 0 && most <= limit)) {
            return value;
        }
        RelDataType cut = TypeMapping.toRel(SqlType.varchar(limit), value.getType().isNullable());
        return builder.makeCall(
                TypeMapping.toRel(SqlType.VARCHAR, value.getType().isNullable()),
                SqlStdOperatorTable.CASE,
                List.of(
                        builder.makeCall(
                                SqlStdOperatorTable.AND,
                                isLonger(builder, value, limit),
                                builder.makeCall(
                                        SqlStdOperatorTable.NOT,
                                        isLonger(
                                                builder,
                                                withoutTrailingBlanks(builder, value),
                                                limit))),
                        builder.makeAbstractCast(cut, value, false),
                        value));
    }

    private static RexNode isLonger(RexBuilder builder, RexNode value, int limit) {
        RexNode bytes =
                builder.makeCall(
                        TypeMapping.toRel(SqlType.INTEGER, value.getType().isNullable()),
                        ScalarOperators.of(ScalarFunction.OCTET_LENGTH),
                        List.of(value));
        return builder.makeCall(
                SqlStdOperatorTable.GREATER_THAN, bytes, Constants.integer(builder, limit));
    }

    /** CHAR is stored without the blanks at its end. */
    private static RexNode withoutTrailingBlanks(RexBuilder builder, RexNode value) {
        return builder.makeCall(
                TypeMapping.toRel(SqlType.VARCHAR, value.getType().isNullable()),
                ScalarOperators.of(ScalarFunction.TRIM_TRAILING),
                List.of(value, builder.makeLiteral(" ")));
    }

    /** PostgreSQL's assignment casts; a constant without a type fits everything. */
    private static boolean isAssignable(RelDataType from, RelDataType to, boolean constant) {
        SqlTypeName name = from.getSqlTypeName();
        if (name == SqlTypeName.NULL || SqlTypeUtil.inCharFamily(to)) {
            return true;
        }
        if (SqlTypeUtil.inCharFamily(from)) {
            return constant;
        }
        if (SqlTypeUtil.isNumeric(from)) {
            return SqlTypeUtil.isNumeric(to);
        }
        if (SqlTypeUtil.isDatetime(from)) {
            return SqlTypeUtil.isDatetime(to)
                    && (name == SqlTypeName.TIME) == (to.getSqlTypeName() == SqlTypeName.TIME);
        }
        return name == to.getSqlTypeName()
                || (SqlTypeUtil.isInterval(from) && SqlTypeUtil.isInterval(to));
    }

    private static boolean isConstant(RexNode value, RelNode source) {
        if (value instanceof RexInputRef column && source != null) {
            if (source instanceof Values) {
                return true;
            }
            if (source instanceof org.apache.calcite.rel.core.Project project) {
                return isConstant(project.getProjects().get(column.getIndex()), project.getInput());
            }
            return source instanceof org.apache.calcite.rel.core.Union union
                    && union.getInputs().stream().allMatch(input -> isConstant(value, input));
        }
        return value instanceof RexLiteral
                || value instanceof org.apache.calcite.rex.RexDynamicParam
                || (value instanceof org.apache.calcite.rex.RexCall call
                        && call.getKind() == org.apache.calcite.sql.SqlKind.CAST
                        && isConstant(call.getOperands().getFirst(), source));
    }

    /** The tree with these expressions over it, under the table's column names. */
    static RelNode project(RelNode input, List<RexNode> expressions, List<String> names) {
        return RelOptUtil.createProject(input, expressions, names, false);
    }
}
