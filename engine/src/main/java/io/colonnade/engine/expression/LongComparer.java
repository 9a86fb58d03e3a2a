package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.PairSelection;
import io.colonnade.engine.kernel.RangeSelection;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/** Compares LONG vectors, and DOUBLE ones as longs of the same order. */
final class LongComparer extends Comparer {
    private long[] first;
    private long[] second;

    @Override
    boolean needsValid() {
        return false;
    }

    @Override
    int select(CompareOp op, Vector a, Vector b, int[] selection, int count, int[] target) {
        long[] x = firstValues(a, selection, count);
        if (b.isConstant()) {
            long c = constant(b);
            long low = op.low(c, Long.MIN_VALUE);
            long high = op.high(c, Long.MAX_VALUE);
            return selection == null
                    ? RangeSelection.select(x, count, low, high, op.rangeFlip(), target)
                    : RangeSelection.select(x, selection, count, low, high, op.rangeFlip(), target);
        }
        long[] y = secondValues(b, selection, count);
        return op.swapsSides()
                ? select(op, y, x, selection, count, target)
                : select(op, x, y, selection, count, target);
    }

    private static int select(
            CompareOp op, long[] x, long[] y, int[] selection, int count, int[] target) {
        int flip = op.pairFlip();
        if (op.isEquality()) {
            return selection == null
                    ? PairSelection.selectEqual(x, y, count, flip, target)
                    : PairSelection.selectEqual(x, y, selection, count, flip, target);
        }
        return selection == null
                ? PairSelection.selectLess(x, y, count, flip, target)
                : PairSelection.selectLess(x, y, selection, count, flip, target);
    }

    @Override
    void test(CompareOp op, Vector a, Vector b, int[] selection, int count, byte[] target) {
        long[] x = firstValues(a, selection, count);
        if (b.isConstant()) {
            long c = constant(b);
            long low = op.low(c, Long.MIN_VALUE);
            long high = op.high(c, Long.MAX_VALUE);
            if (selection == null) {
                RangeSelection.test(x, count, low, high, op.rangeFlip(), target);
            } else {
                RangeSelection.test(x, selection, count, low, high, op.rangeFlip(), target);
            }
            return;
        }
        long[] y = secondValues(b, selection, count);
        if (op.swapsSides()) {
            test(op, y, x, selection, count, target);
        } else {
            test(op, x, y, selection, count, target);
        }
    }

    private static void test(
            CompareOp op, long[] x, long[] y, int[] selection, int count, byte[] target) {
        int flip = op.pairFlip();
        if (op.isEquality()) {
            if (selection == null) {
                PairSelection.testEqual(x, y, count, flip, target);
            } else {
                PairSelection.testEqual(x, y, selection, count, flip, target);
            }
        } else if (selection == null) {
            PairSelection.testLess(x, y, count, flip, target);
        } else {
            PairSelection.testLess(x, y, selection, count, flip, target);
        }
    }

    private static long constant(Vector vector) {
        return vector instanceof DoubleVector v
                ? Conversions.ordered(v.values()[0])
                : ((LongVector) vector).values()[0];
    }

    private long[] firstValues(Vector vector, int[] selection, int count) {
        if (vector instanceof LongVector v) {
            return v.values();
        }
        if (first == null) {
            first = new long[Batch.CAPACITY + Vector.PADDING];
        }
        return order((DoubleVector) vector, selection, count, first);
    }

    private long[] secondValues(Vector vector, int[] selection, int count) {
        if (vector instanceof LongVector v) {
            return v.values();
        }
        if (second == null) {
            second = new long[Batch.CAPACITY + Vector.PADDING];
        }
        return order((DoubleVector) vector, selection, count, second);
    }

    private static long[] order(DoubleVector vector, int[] selection, int count, long[] to) {
        Conversions.ordered(vector.values(), to, IntComparer.end(selection, count));
        return to;
    }
}
