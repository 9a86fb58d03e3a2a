package io.colonnade.sql.physical;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;

import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.Sarg;

import java.util.ArrayList;
import java.util.List;

/**
 * Search arguments: single values become an IN list, everything else comparisons. Stateless.
 *
 * <pre>
 * x in {1, 3, (5..9]}      x IN (1, 3) OR (x &gt; 5 AND x &lt;= 9)
 * x in all but {1, 3}      x NOT IN (1, 3)
 * </pre>
 */
final class Searches {
    private Searches() {}

    /** The condition that the argument says of the value. */
    static Expression translate(Expression value, RexLiteral argument) {
        Sarg<?> sarg = argument.getValueAs(Sarg.class);
        Expression condition = condition(value, argument, sarg);
        return switch (sarg.nullAs) {
            case UNKNOWN -> condition;
            case TRUE -> either(List.of(test(ScalarFunction.IS_NULL, value), condition));
            case FALSE ->
                    Expressions.and(List.of(test(ScalarFunction.IS_NOT_NULL, value), condition));
        };
    }

    private static Expression test(ScalarFunction function, Expression value) {
        return Expressions.call(function, SqlType.BOOLEAN, false, List.of(value));
    }

    private static Expression either(List<Expression> conditions) {
        return conditions.size() == 1
                ? conditions.get(0)
                : Expressions.condition(ScalarFunction.OR, conditions.toArray(Expression[]::new));
    }

    private static Expression condition(Expression value, RexLiteral argument, Sarg<?> sarg) {
        if (sarg.isComplementedPoints()) {
            List<Expression> points = new ArrayList<>();
            sarg.negate()
                    .rangeSet
                    .asRanges()
                    .forEach(p -> points.add(lower((Range<?>) p, argument)));
            return points.size() == 1
                    ? Comparisons.compare(ScalarFunction.NOT_EQUAL, value, points.get(0))
                    : Comparisons.in(value, points, true);
        }
        List<Expression> points = new ArrayList<>();
        List<Expression> ranges = new ArrayList<>();
        for (Range<?> range : sarg.rangeSet.asRanges()) {
            if (isPoint(range)) {
                points.add(lower(range, argument));
            } else {
                ranges.add(within(value, range, argument));
            }
        }
        List<Expression> all = new ArrayList<>();
        if (points.size() == 1) {
            all.add(Comparisons.compare(ScalarFunction.EQUAL, value, points.get(0)));
        } else if (!points.isEmpty()) {
            all.add(Comparisons.in(value, points, false));
        }
        all.addAll(ranges);
        return all.isEmpty() ? never() : either(all);
    }

    /** An argument without values. */
    private static Expression never() {
        return Expressions.literal(Literals.ofBoolean(false), SqlType.BOOLEAN);
    }

    private static boolean isPoint(Range<?> range) {
        return range.hasLowerBound()
                && range.hasUpperBound()
                && range.lowerEndpoint().equals(range.upperEndpoint());
    }

    private static Expression within(Expression value, Range<?> range, RexLiteral argument) {
        List<Expression> bounds = new ArrayList<>();
        if (range.hasLowerBound()) {
            boolean closed = range.lowerBoundType() == BoundType.CLOSED;
            bounds.add(
                    Comparisons.compare(
                            closed ? ScalarFunction.GREATER_OR_EQUAL : ScalarFunction.GREATER,
                            value,
                            lower(range, argument)));
        }
        if (range.hasUpperBound()) {
            boolean closed = range.upperBoundType() == BoundType.CLOSED;
            bounds.add(
                    Comparisons.compare(
                            closed ? ScalarFunction.LESS_OR_EQUAL : ScalarFunction.LESS,
                            value,
                            literal(range.upperEndpoint(), argument)));
        }
        return bounds.isEmpty() ? test(ScalarFunction.IS_NOT_NULL, value) : Expressions.and(bounds);
    }

    private static Expression lower(Range<?> range, RexLiteral argument) {
        return literal(range.lowerEndpoint(), argument);
    }

    private static Expression literal(Comparable<?> value, RexLiteral argument) {
        SqlType type = TypeMapping.toSqlType(argument.getType());
        return Expressions.literal(RexLiterals.value(value, argument.getType(), type), type);
    }
}
