package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.parser.AtClause;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings a parsed tree into the few forms that the validator and our functions know: date parts are
 * text constants, words like CURRENT_DATE are calls, arrays are text, select items have the names
 * that PostgreSQL gives them. Changes the tree in place. One per statement.
 */
final class Normalizer {
    /** Standard functions of the parser and the function of ours that each is. */
    private static final Map<SqlOperator, String> RENAMED =
            Map.of(
                    SqlStdOperatorTable.FLOOR, "floor",
                    SqlStdOperatorTable.CEIL, "ceil",
                    SqlStdOperatorTable.POSITION, "position",
                    SqlStdOperatorTable.SUBSTRING, "substring",
                    SqlStdOperatorTable.OVERLAY, "overlay",
                    SqlStdOperatorTable.EXTRACT, "extract",
                    SqlLibraryOperators.DATEADD, "dateadd",
                    SqlLibraryOperators.DATEDIFF, "datediff",
                    SqlLibraryOperators.DATEPART, "date_part",
                    SqlLibraryOperators.DATE_PART, "date_part");

    /** Aggregates of one argument that take no notice of NULL. */
    private static final Set<String> NULL_SKIPPING =
            Set.of(
                    "count",
                    "sum",
                    "avg",
                    "min",
                    "max",
                    "bool_and",
                    "bool_or",
                    "every",
                    "stddev",
                    "stddev_samp",
                    "stddev_pop",
                    "variance",
                    "var_samp",
                    "var_pop");

    private final Set<Integer> countParameters = new HashSet<>();
    private final Function<SqlIdentifier, Relation> relations;
    private final Function<SqlCall, SqlIdentifier> past;
    private int parameterCount;
    private boolean timeDependent;

    /**
     * @param relations finds what a name in a cast to regclass means; null when there is nothing
     * @param past finds the table of the past that a call of {@link AtClause#OPERATOR} means
     */
    Normalizer(Function<SqlIdentifier, Relation> relations, Function<SqlCall, SqlIdentifier> past) {
        this.relations = relations;
        this.past = past;
    }

    /** One more than the highest $n. */
    int parameterCount() {
        return parameterCount;
    }

    /** Parameters that stand in LIMIT or OFFSET. */
    Set<Integer> countParameters() {
        return countParameters;
    }

    boolean timeDependent() {
        return timeDependent;
    }

    /** The tree to validate; the given one is used up. */
    SqlNode normalize(SqlNode node) {
        if (node == null) {
            return null;
        }
        if (node instanceof SqlNodeList list) {
            for (int i = 0; i < list.size(); i++) {
                SqlNode normal = normalize(list.get(i));
                if (normal != list.get(i)) {
                    list.set(i, normal);
                }
            }
            return list;
        }
        if (node instanceof SqlDynamicParam parameter) {
            parameterCount = Math.max(parameterCount, parameter.getIndex() + 1);
            return node;
        }
        if (node instanceof SqlIdentifier name) {
            return word(name);
        }
        if (AtClause.isPast(node)) {
            return past.apply((SqlCall) node);
        }
        return node instanceof SqlCall call ? call(call) : node;
    }

    /** CURRENT_DATE and the other functions without parentheses. */
    private SqlNode word(SqlIdentifier name) {
        return SessionFunctions.isCall(name)
                ? call(function(name.getSimple(), name.getParserPosition(), List.of()))
                : name;
    }

    private SqlNode call(SqlCall call) {
        if (call instanceof SqlSelect select) {
            OutputNames.name(select.getSelectList());
            KeyArrays.expand(select);
            GroupingOrdinals.replace(select);
        }
        if (call instanceof SqlOrderBy orderBy) {
            count(orderBy.offset);
            count(orderBy.fetch);
        }
        boolean unnamedColumn =
                call.getKind() == SqlKind.AS
                        && call.operandCount() == 2
                        && Arrays.isUnnest(call.operand(0));
        int first = call.getKind() == SqlKind.AS ? 1 : call.operandCount();
        for (int i = 0; i < Math.min(first, call.operandCount()); i++) {
            SqlNode operand = call.operand(i);
            SqlNode normal = isName(call, i) ? operand : normalize(operand);
            if (normal != operand) {
                call.setOperand(i, normal);
            }
        }
        return unnamedColumn
                ? SqlStdOperatorTable.AS.createCall(
                        call.getParserPosition(), call.operand(0), call.operand(1), call.operand(1))
                : rewritten(call);
    }

    private void count(SqlNode rows) {
        if (rows instanceof SqlDynamicParam parameter) {
            countParameters.add(parameter.getIndex());
        }
    }

    /** Operands that are names of things, not values. */
    private static boolean isName(SqlCall call, int operand) {
        return switch (call.getKind()) {
            case WITH_ITEM -> operand < 2;
            case EXPLICIT_TABLE, COLLECTION_TABLE -> call.operand(operand) instanceof SqlIdentifier;
            case SELECT ->
                    operand == SqlSelect.FROM_OPERAND
                            && call.operand(operand) instanceof SqlIdentifier;
            case JOIN ->
                    call.operand(operand) instanceof SqlIdentifier
                            || (operand == 5 && call.operand(operand) instanceof SqlNodeList);
            case ARGUMENT_ASSIGNMENT, DOT -> operand == 1;
            default -> false;
        };
    }

    private SqlNode rewritten(SqlCall call) {
        SqlOperator operator = call.getOperator();
        SqlOperator own = OperatorTable.INSTANCE.own(operator);
        if (own != operator) {
            ((SqlBasicCall) call).setOperator(own);
            return call;
        }
        String renamed = RENAMED.get(operator);
        if (renamed != null) {
            return function(renamed, call.getParserPosition(), withTextPart(call));
        }
        if (operator == SqlLibraryOperators.TRY_CAST) {
            throw ColonnadeException.notSupported("TRY_CAST");
        }
        if (operator instanceof SqlUnresolvedFunction) {
            return named(call, operator.getName().toLowerCase(Locale.ROOT));
        }
        return switch (call.getKind()) {
            case CAST -> ObjectNames.cast(call, relations);
            case TRIM -> trim(call);
            case WITHIN_GROUP -> withinGroup(call);
            case FILTER -> filter(call);
            case LIKE -> like(call);
            case OVER -> over(call);
            case ITEM ->
                    function(
                            "array_element",
                            call.getParserPosition(),
                            List.of(call.operand(0), call.operand(1)));
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL ->
                    RowComparison.rewrite(call);
            case IN, NOT_IN -> ValueLists.rewrite(call);
            case ROLLUP, CUBE, GROUPING_SETS -> GroupingElements.expand(call);
            case SOME, ALL -> quantified(call);
            case ARRAY_VALUE_CONSTRUCTOR -> Arrays.ofItems(call);
            case ARRAY_QUERY_CONSTRUCTOR -> Arrays.ofQuery(call);
            case DOT -> Arrays.field(call);
            case COLLECTION_TABLE, UNNEST -> Arrays.table(call);
            default -> call;
        };
    }

    private static SqlNode quantified(SqlCall call) {
        SqlNode rewritten = Quantified.rewrite(call);
        return rewritten.getKind() == SqlKind.IN
                ? ValueLists.rewrite((SqlCall) rewritten)
                : rewritten;
    }

    /** Operands with a date part as a text constant; EXTRACT(EPOCH ...) is a BIGINT. */
    private static List<SqlNode> withTextPart(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        operands.replaceAll(
                operand ->
                        operand instanceof SqlIntervalQualifier part
                                ? SqlLiteral.createCharString(
                                        partName(part), part.getParserPosition())
                                : operand);
        return operands;
    }

    private static String partName(SqlIntervalQualifier part) {
        return part.timeFrameName != null
                ? part.timeFrameName.toLowerCase(Locale.ROOT)
                : unitName(part.getUnit());
    }

    private static String unitName(TimeUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private SqlNode named(SqlCall call, String name) {
        timeDependent |= SessionFunctions.VOLATILE.contains(name);
        SqlNode lookup = CatalogLookups.lookup(call, name);
        if (lookup != null) {
            return lookup;
        }
        return switch (name) {
            case "median" -> percentile(call, call.operand(0), "0.5");
            case "string_agg", "listagg", "array_agg" -> ordered(call, name);
            default -> call;
        };
    }

    /** MEDIAN(x) is PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x). */
    private SqlNode percentile(SqlCall call, SqlNode value, String fraction) {
        SqlParserPos position = call.getParserPosition();
        SqlNode function =
                function(
                        "percentile_cont",
                        position,
                        List.of(SqlLiteral.createExactNumeric(fraction, position)));
        return withinGroup(
                SqlStdOperatorTable.WITHIN_GROUP.createCall(
                        position, function, SqlNodeList.of(value)));
    }

    /** STRING_AGG(x, s ORDER BY y) is LISTAGG(x, s) WITHIN GROUP (ORDER BY y). */
    private static SqlNode ordered(SqlCall call, String name) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        if (operands.isEmpty() || !(operands.getLast() instanceof SqlNodeList order)) {
            return call;
        }
        operands.removeLast();
        SqlParserPos position = call.getParserPosition();
        SqlCall inner =
                new SqlUnresolvedFunction(
                                new SqlIdentifier(name, position),
                                null,
                                null,
                                null,
                                null,
                                SqlFunctionCategory.USER_DEFINED_FUNCTION)
                        .createCall(
                                call.getFunctionQuantifier(),
                                position,
                                operands.toArray(SqlNode[]::new));
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(position, inner, order);
    }

    /** PERCENTILE_CONT interpolates, so it works on DOUBLE PRECISION. */
    private static SqlNode withinGroup(SqlCall call) {
        if (!(call.operand(0) instanceof SqlCall function)
                || !function.getOperator().getName().equals("percentile_cont")) {
            return call;
        }
        SqlNodeList order = call.operand(1);
        for (int i = 0; i < order.size(); i++) {
            order.set(i, castKey(order.get(i)));
        }
        return call;
    }

    private static SqlNode castKey(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
                ((SqlCall) key).setOperand(0, castKey(((SqlCall) key).operand(0)));
                yield key;
            }
            default -> cast(key, SqlTypeName.DOUBLE);
        };
    }

    static SqlNode cast(SqlNode value, SqlTypeName type) {
        SqlParserPos position = value.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(
                position,
                value,
                new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, position), position));
    }

    /** ESCAPE '' makes a backslash an ordinary character. */
    private static SqlNode like(SqlCall call) {
        if (call.operandCount() < 3
                || !(call.operand(2) instanceof SqlLiteral escape)
                || !"".equals(escape.getValue() == null ? null : escape.toValue())) {
            return call;
        }
        SqlParserPos position = call.getParserPosition();
        SqlNode doubled =
                function(
                        "replace",
                        position,
                        List.of(
                                call.operand(1),
                                SqlLiteral.createCharString("\\", position),
                                SqlLiteral.createCharString("\\\\", position)));
        return call.getOperator().createCall(position, call.operand(0), doubled);
    }

    /** FILTER (WHERE NULL) is a condition, too. */
    private static SqlNode filter(SqlCall call) {
        if (SqlUtil.isNullLiteral(call.operand(1), false)) {
            call.setOperand(1, cast(call.operand(1), SqlTypeName.BOOLEAN));
        }
        return call;
    }

    /** agg(x) FILTER (WHERE c) OVER w is agg(CASE WHEN c THEN x END) OVER w. */
    private static SqlNode over(SqlCall call) {
        if (call.operand(0).getKind() != SqlKind.FILTER) {
            return call;
        }
        SqlCall filter = call.operand(0);
        SqlCall aggregate = filter.operand(0);
        boolean skipsNull =
                NULL_SKIPPING.contains(aggregate.getOperator().getName().toLowerCase(Locale.ROOT));
        if (!skipsNull || aggregate.operandCount() != 1) {
            throw ColonnadeException.notSupported(
                    "FILTER with the window function " + aggregate.getOperator().getName());
        }
        SqlParserPos position = filter.getParserPosition();
        boolean star = aggregate.operand(0) instanceof SqlIdentifier name && name.isStar();
        SqlNode value = star ? SqlLiteral.createExactNumeric("1", position) : aggregate.operand(0);
        aggregate.setOperand(
                0,
                new SqlCase(
                        position,
                        null,
                        SqlNodeList.of(filter.operand(1)),
                        SqlNodeList.of(value),
                        SqlLiteral.createNull(position)));
        call.setOperand(0, aggregate);
        return call;
    }

    private static SqlNode trim(SqlCall call) {
        SqlTrimFunction.Flag side =
                ((SqlLiteral) call.operand(0)).getValueAs(SqlTrimFunction.Flag.class);
        String name =
                switch (side) {
                    case BOTH -> "btrim";
                    case LEADING -> "ltrim";
                    case TRAILING -> "rtrim";
                };
        List<SqlNode> operands = new ArrayList<>();
        operands.add(call.operand(2));
        if (call.operand(1) != null) {
            operands.add(call.operand(1));
        }
        return function(name, call.getParserPosition(), operands);
    }

    static SqlCall function(String name, SqlParserPos position, List<SqlNode> operands) {
        return (SqlCall)
                new SqlUnresolvedFunction(
                                new SqlIdentifier(name, position),
                                null,
                                null,
                                null,
                                null,
                                SqlFunctionCategory.USER_DEFINED_FUNCTION)
                        .createCall(position, operands);
    }
}
