package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.plan.SortKey;
import io.colonnade.sql.bind.AggregateOperator;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The calls that an aggregate needs, each once, and how the asked results come of them: AVG is SUM
 * / COUNT, GROUPING is a CASE over the set's number. Filled, then read, by one thread.
 */
final class AggregateResults {
    private final Aggregate aggregate;
    private final Planned planned;
    private final List<Expression> appended = new ArrayList<>();
    private final List<PlannedCall> calls = new ArrayList<>();
    private final Map<Integer, Recipe> recipes = new HashMap<>();

    /** Makes a result of the columns that hold the calls. */
    private interface Recipe {
        Expression of(PhysicalNode node, IntFunction<Expression> call, int setColumn);
    }

    AggregateResults(Aggregate aggregate, Planned planned) {
        this.aggregate = aggregate;
        this.planned = planned;
    }

    List<PlannedCall> calls() {
        return calls;
    }

    /** The input with the columns that calls needed beside its own. */
    PhysicalNode input() {
        return RowNodes.append(
                planned.node(), appended, appended.stream().map(e -> "argument").toList());
    }

    /** The value of an asked field over the aggregate's output. */
    Expression result(int field, PhysicalNode node, int firstCall) {
        List<OutputColumn> columns = node.shape().columns();
        return recipes.get(field)
                .of(
                        node,
                        call -> Expressions.column(firstCall + call, columns.get(firstCall + call)),
                        firstCall - 1);
    }

    void add(int field, AggregateCall call) {
        SqlType type = TypeMapping.toSqlType(call.getType());
        Recipe recipe =
                switch (call.getAggregation().getKind()) {
                    case AVG -> average(call, type);
                    case GROUPING, GROUPING_ID -> groupingBits(call, type);
                    case LITERAL_AGG -> constant((RexLiteral) call.rexList.get(0));
                    default -> direct(plannedCall(call, type));
                };
        recipes.put(field, recipe);
    }

    private static Recipe constant(RexLiteral literal) {
        Expression value = RexLiterals.translate(literal);
        return (node, call, set) -> value;
    }

    private Recipe direct(PlannedCall planned) {
        int index = index(planned);
        return (node, call, set) -> call.apply(index);
    }

    private int index(PlannedCall call) {
        int known = calls.indexOf(call);
        if (known >= 0) {
            return known;
        }
        calls.add(call);
        return calls.size() - 1;
    }

    private Recipe average(AggregateCall call, SqlType type) {
        SqlType argument = column(call.getArgList().get(0)).type();
        SqlType sumType = sumType(argument);
        int sum = index(call(call, AggregateFunction.SUM, sumType, true));
        int count = index(call(call, AggregateFunction.COUNT, SqlType.BIGINT, false));
        return (node, columns, set) ->
                Arithmetic.binary(
                        ScalarFunction.DIVIDE, columns.apply(sum), columns.apply(count), type);
    }

    private static SqlType sumType(SqlType argument) {
        return switch (argument.kind()) {
            case SMALLINT, INTEGER, BIGINT -> SqlType.decimal(SqlType.MAX_PRECISION, 0);
            case DECIMAL -> SqlType.decimal(SqlType.MAX_PRECISION, argument.scale());
            case REAL, DOUBLE -> SqlType.DOUBLE;
            default -> throw ColonnadeException.notSupported("avg of " + argument);
        };
    }

    private OutputColumn column(int field) {
        return planned.node().shape().columns().get(planned.column(field));
    }

    private PlannedCall call(
            AggregateCall call, AggregateFunction function, SqlType type, boolean nullable) {
        List<Integer> arguments = call.getArgList().stream().map(planned::column).toList();
        int filter = call.filterArg < 0 ? PlannedCall.NO_FILTER : planned.column(call.filterArg);
        List<SortKey> order =
                call.getCollation().getFieldCollations().stream().map(this::key).toList();
        boolean neverNull =
                arguments.stream()
                        .noneMatch(a -> planned.node().shape().columns().get(a).nullable());
        if (function == AggregateFunction.COUNT && neverNull && !call.isDistinct()) {
            return new PlannedCall(
                    AggregateFunction.COUNT_STAR,
                    List.of(),
                    false,
                    filter,
                    type,
                    false,
                    List.of(),
                    0);
        }
        boolean distinct = call.isDistinct() && !arguments.isEmpty();
        return new PlannedCall(function, arguments, distinct, filter, type, nullable, order, 0);
    }

    private SortKey key(RelFieldCollation key) {
        return Sorts.key(key, planned.column(key.getFieldIndex()));
    }

    private PlannedCall plannedCall(AggregateCall call, SqlType type) {
        boolean nullable = call.getType().isNullable();
        if (call.isApproximate() && call.getAggregation().getKind() == SqlKind.COUNT) {
            return call(call, AggregateFunction.APPROXIMATE_COUNT_DISTINCT, type, false)
                    .notDistinct();
        }
        if (call.getAggregation() instanceof AggregateOperator operator) {
            return own(call, operator.function(), type, nullable);
        }
        return switch (call.getAggregation().getKind()) {
            case COUNT ->
                    call.getArgList().isEmpty()
                            ? call(call, AggregateFunction.COUNT_STAR, type, false)
                            : count(call, type);
            case SUM -> call(call, AggregateFunction.SUM, type, true);
            case SUM0 -> call(call, AggregateFunction.SUM0, type, false);
            case MIN -> call(call, AggregateFunction.MIN, type, nullable);
            case MAX -> call(call, AggregateFunction.MAX, type, nullable);
            case SINGLE_VALUE -> call(call, AggregateFunction.SINGLE_VALUE, type, true);
            case ANY_VALUE -> call(call, AggregateFunction.ANY_VALUE, type, nullable);
            case PERCENTILE_CONT -> percentile(call, AggregateFunction.PERCENTILE_CONT, type);
            case PERCENTILE_DISC -> percentile(call, AggregateFunction.PERCENTILE_DISC, type);
            default ->
                    throw ColonnadeException.notSupported(
                            "aggregate " + call.getAggregation().getName());
        };
    }

    /** count(a, b) without DISTINCT counts rows where neither is NULL. */
    private PlannedCall count(AggregateCall call, SqlType type) {
        if (call.getArgList().size() > 1 && !call.isDistinct()) {
            throw ColonnadeException.notSupported("count of several columns");
        }
        return call(call, AggregateFunction.COUNT, type, false);
    }

    private PlannedCall own(
            AggregateCall call, AggregateFunction function, SqlType type, boolean nullable) {
        PlannedCall own = call(call, function, type, nullable);
        return switch (function) {
            case LISTAGG -> {
                List<Integer> arguments = new ArrayList<>();
                arguments.add(text(own.arguments().get(0)));
                arguments.add(
                        own.arguments().size() > 1
                                ? own.arguments().get(1)
                                : append(Expressions.text("")));
                yield own.withArguments(arguments);
            }
            case ARRAY_AGG -> own.withArguments(List.of(text(own.arguments().get(0))));
            default -> own;
        };
    }

    private int text(int column) {
        OutputColumn output = planned.node().shape().columns().get(column);
        return output.type().physical() == PhysicalType.BYTES
                ? column
                : append(Casts.to(Expressions.column(column, output), SqlType.VARCHAR));
    }

    private int append(Expression expression) {
        appended.add(expression);
        return planned.node().shape().width() + appended.size() - 1;
    }

    private PlannedCall percentile(AggregateCall call, AggregateFunction function, SqlType type) {
        PlannedCall plain = call(call, function, type, true);
        Expression fraction = LiteralColumns.find(planned.node(), plain.arguments().get(0));
        if (fraction == null || plain.order().isEmpty()) {
            throw ColonnadeException.notSupported("a percentile whose fraction is no constant");
        }
        double value = Casts.to(fraction, SqlType.DOUBLE).getLiteral().getDoubleValue();
        SortKey key = plain.order().get(0);
        return new PlannedCall(
                function,
                List.of(key.getColumn()),
                false,
                plain.filter(),
                type,
                true,
                List.of(key),
                value);
    }

    /** GROUPING(a, b): one bit per argument, 1 where the set leaves it out. */
    private Recipe groupingBits(AggregateCall call, SqlType type) {
        List<Long> values = new ArrayList<>();
        for (int set = 0; set < aggregate.getGroupSets().size(); set++) {
            long bits = 0;
            for (int argument : call.getArgList()) {
                boolean kept = aggregate.getGroupSets().get(set).get(argument);
                bits = bits << 1 | (kept ? 0 : 1);
            }
            values.add(bits);
        }
        if (values.size() == 1) {
            Expression value = Expressions.literal(values.get(0), type);
            return (node, columns, set) -> value;
        }
        return (node, columns, set) -> {
            Expression number = Expressions.column(set, node.shape().columns().get(set));
            Expressions.CaseBuilder branches = Expressions.caseOf(type);
            for (int i = 0; i < values.size() - 1; i++) {
                branches.when(
                        Comparisons.compare(
                                ScalarFunction.EQUAL,
                                number,
                                Expressions.literal(i, SqlType.INTEGER)),
                        Expressions.literal(values.get(i), type));
            }
            return branches.otherwise(Expressions.literal(values.get(values.size() - 1), type));
        };
    }
}
