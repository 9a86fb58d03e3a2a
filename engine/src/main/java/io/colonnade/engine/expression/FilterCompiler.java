package io.colonnade.engine.expression;

import io.colonnade.plan.Call;
import io.colonnade.plan.DataType;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/** Builds filters: NOT is pushed down to the comparisons, ranges of one column are joined. */
final class FilterCompiler {
    private static final DataType BOOLEAN = SqlType.BOOLEAN.toProto(true);

    private final ExpressionCompiler compiler;

    FilterCompiler(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    /** A filter for where the condition is TRUE, or (negated) for where it is FALSE. */
    FilterExpression filter(Expression condition, boolean negated) {
        ExpressionShape shape = ExpressionShape.of(condition);
        if (!condition.hasColumn() && !condition.hasLiteral()) {
            int column = compiler.dictionaryColumn(shape);
            if (column >= 0) {
                return compiler.dictionaryFilter(column, () -> direct(condition, negated));
            }
            if (shape.isConstant()) {
                return constant(compiler.value(condition), negated);
            }
        }
        return direct(condition, negated);
    }

    private static FilterExpression constant(VectorExpression value, boolean negated) {
        if (!(value instanceof LiteralExpression literal)) {
            return new ValueFilter(value, negated);
        }
        boolean passes =
                !literal.isNull() && LongOperand.constant(literal.value()) == (negated ? 0 : 1);
        return new ConstantFilter(passes);
    }

    private FilterExpression direct(Expression condition, boolean negated) {
        return switch (condition.getKindCase()) {
            case LITERAL -> constant(compiler.value(condition), negated);
            case CALL -> call(condition.getCall(), negated);
            default -> new ValueFilter(compiler.value(condition), negated);
        };
    }

    FilterExpression call(Call call, boolean negated) {
        ScalarFunction function = call.getFunction();
        return switch (function) {
            case AND, OR -> junction(call, negated);
            case NOT -> filter(call.getArguments(0), !negated);
            case IS_NULL, IS_NOT_NULL ->
                    new NullFilter(
                            compiler.value(call.getArguments(0)),
                            (function == ScalarFunction.IS_NULL) ^ negated);
            case IS_TRUE -> truth(call, false, negated);
            case IS_FALSE -> truth(call, true, negated);
            case IS_NOT_TRUE -> truth(call, false, !negated);
            case IS_NOT_FALSE -> truth(call, true, !negated);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    comparison(call, negated);
            default ->
                    new ValueFilter(
                            compiler.value(
                                    Expression.newBuilder().setType(BOOLEAN).setCall(call).build()),
                            negated);
        };
    }

    /** IS TRUE (or IS FALSE) of the argument, or its complement. */
    private FilterExpression truth(Call call, boolean ofFalse, boolean complement) {
        FilterExpression inner = filter(call.getArguments(0), ofFalse);
        return complement ? new ComplementFilter(inner) : inner;
    }

    private FilterExpression junction(Call call, boolean negated) {
        boolean isAnd = (call.getFunction() == ScalarFunction.AND) ^ negated;
        List<FilterExpression> parts = new ArrayList<>();
        flatten(call, call.getFunction(), negated, parts);
        if (isAnd) {
            parts = joinRanges(parts);
        }
        parts.removeIf(p -> p instanceof ConstantFilter c && c.passes() == isAnd);
        if (parts.isEmpty()) {
            return new ConstantFilter(isAnd);
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        FilterExpression[] all = parts.toArray(new FilterExpression[0]);
        return isAnd ? new AndFilter(all) : new OrFilter(all);
    }

    private void flatten(
            Call call, ScalarFunction function, boolean negated, List<FilterExpression> parts) {
        for (Expression argument : call.getArgumentsList()) {
            if (argument.hasCall() && argument.getCall().getFunction() == function) {
                flatten(argument.getCall(), function, negated, parts);
            } else {
                parts.add(filter(argument, negated));
            }
        }
    }

    /** Ranges of the same column become one; they cannot fail, so their order is free. */
    private static List<FilterExpression> joinRanges(List<FilterExpression> parts) {
        List<FilterExpression> joined = new ArrayList<>();
        for (FilterExpression part : parts) {
            int same = -1;
            for (int i = 0; part instanceof RangeFilter range && i < joined.size(); i++) {
                if (joined.get(i) instanceof RangeFilter other
                        && other.column() == range.column()) {
                    same = i;
                }
            }
            if (same < 0) {
                joined.add(part);
            } else {
                joined.set(same, ((RangeFilter) joined.get(same)).intersect((RangeFilter) part));
            }
        }
        return joined;
    }

    private FilterExpression comparison(Call call, boolean negated) {
        CompareOp op = CompareOp.of(call.getFunction());
        if (negated) {
            op = op.negate();
        }
        VectorExpression[] sides = compiler.sides(call);
        FilterExpression range = range(op, sides[0], sides[1]);
        if (range == null) {
            range = range(op.swap(), sides[1], sides[0]);
        }
        return range != null ? range : new ComparisonFilter(op, sides[0], sides[1]);
    }

    private static FilterExpression range(
            CompareOp op, VectorExpression left, VectorExpression right) {
        PhysicalType physical = left.type().physical();
        boolean isInt = physical == PhysicalType.INT;
        if (!(left instanceof ColumnExpression column)
                || !(right instanceof LiteralExpression literal)
                || !isInt && physical != PhysicalType.LONG) {
            return null;
        }
        if (literal.isNull()) {
            return new ConstantFilter(false);
        }
        return RangeFilter.of(column.index(), isInt, op, LongOperand.constant(literal.value()));
    }
}
