package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.RangeSelection;
import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

/**
 * Selects where an INT or LONG column lies in [low, high], both of them constants. Several
 * comparisons of one column with constants become one of these.
 */
final class RangeFilter extends FilterExpression {
    private final int column;
    private final boolean isInt;
    private final long low;
    private final long high;

    RangeFilter(int column, boolean isInt, long low, long high) {
        this.column = column;
        this.isInt = isInt;
        this.low = low;
        this.high = high;
    }

    /** The range of column op constant; null when it is not one range. */
    static RangeFilter of(int column, boolean isInt, CompareOp op, long constant) {
        long least = isInt ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = isInt ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return switch (op) {
            case EQUAL -> new RangeFilter(column, isInt, constant, constant);
            case NOT_EQUAL -> null;
            case LESS ->
                    constant == least
                            ? new RangeFilter(column, isInt, most, least)
                            : new RangeFilter(column, isInt, least, constant - 1);
            case LESS_OR_EQUAL -> new RangeFilter(column, isInt, least, constant);
            case GREATER ->
                    constant == most
                            ? new RangeFilter(column, isInt, most, least)
                            : new RangeFilter(column, isInt, constant + 1, most);
            case GREATER_OR_EQUAL -> new RangeFilter(column, isInt, constant, most);
        };
    }

    int column() {
        return column;
    }

    /** Both ranges at once. */
    RangeFilter intersect(RangeFilter other) {
        return new RangeFilter(column, isInt, Math.max(low, other.low), Math.min(high, other.high));
    }

    @Override
    FusedNode fused(FusedNode then, FusedNode otherwise) {
        FusedNode x = new FusedNode.Column(column, isInt ? PhysicalType.INT : PhysicalType.LONG);
        FusedNode node = then;
        if (low == high) {
            return choice(FusedNode.Comparison.EQUAL, x, low, node, otherwise);
        }
        if (high < (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE)) {
            node = choice(FusedNode.Comparison.LESS_OR_EQUAL, x, high, node, otherwise);
        }
        if (low > (isInt ? Integer.MIN_VALUE : Long.MIN_VALUE)) {
            node = choice(FusedNode.Comparison.GREATER_OR_EQUAL, x, low, node, otherwise);
        }
        return node;
    }

    private static FusedNode choice(
            FusedNode.Comparison comparison,
            FusedNode value,
            long constant,
            FusedNode then,
            FusedNode otherwise) {
        FusedNode limit = new FusedNode.Constant(constant);
        return new FusedNode.Choice(comparison, value, limit, then, otherwise);
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        Vector v = input.column(column);
        if (low > high || count == 0 || v.isConstant() && v.isNull(0)) {
            return 0;
        }
        if (v.isConstant()) {
            long value = LongOperand.constant(v);
            return value >= low && value <= high ? Selections.copy(selection, count, target) : 0;
        }
        int k;
        if (isInt) {
            int[] values = ((IntVector) v).values();
            k =
                    selection == null
                            ? RangeSelection.select(values, count, (int) low, (int) high, 0, target)
                            : RangeSelection.select(
                                    values, selection, count, (int) low, (int) high, 0, target);
        } else {
            long[] values = ((LongVector) v).values();
            k =
                    selection == null
                            ? RangeSelection.select(values, count, low, high, 0, target)
                            : RangeSelection.select(values, selection, count, low, high, 0, target);
        }
        return v.mayHaveNulls() ? Selections.keepValid(target, k, v.validity(), target) : k;
    }
}
