package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.PairSelection;
import io.colonnade.engine.kernel.RangeSelection;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.Vector;

/** Compares INT vectors, and BOOLEAN ones as ints. */
final class IntComparer extends Comparer {
    private int[] first;
    private int[] second;

    @Override
    boolean needsValid() {
        return false;
    }

    @Override
    int select(CompareOp op, Vector a, Vector b, int[] selection, int count, int[] target) {
        int[] x = firstValues(a, selection, count);
        if (b.isConstant()) {
            return select(op, x, (int) LongOperand.constant(b), selection, count, target);
        }
        int[] y = secondValues(b, selection, count);
        return op.swapsSides()
                ? select(op, y, x, selection, count, target)
                : select(op, x, y, selection, count, target);
    }

    /** Against a constant. */
    static int select(
            CompareOp op, int[] values, int constant, int[] selection, int count, int[] target) {
        int low = (int) op.low(constant, Integer.MIN_VALUE);
        int high = (int) op.high(constant, Integer.MAX_VALUE);
        return selection == null
                ? RangeSelection.select(values, count, low, high, op.rangeFlip(), target)
                : RangeSelection.select(
                        values, selection, count, low, high, op.rangeFlip(), target);
    }

    private static int select(
            CompareOp op, int[] x, int[] y, int[] selection, int count, int[] target) {
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
        int[] x = firstValues(a, selection, count);
        if (b.isConstant()) {
            test(op, x, (int) LongOperand.constant(b), selection, count, target);
            return;
        }
        int[] y = secondValues(b, selection, count);
        if (op.swapsSides()) {
            test(op, y, x, selection, count, target);
        } else {
            test(op, x, y, selection, count, target);
        }
    }

    static void test(
            CompareOp op, int[] values, int constant, int[] selection, int count, byte[] target) {
        int low = (int) op.low(constant, Integer.MIN_VALUE);
        int high = (int) op.high(constant, Integer.MAX_VALUE);
        if (selection == null) {
            RangeSelection.test(values, count, low, high, op.rangeFlip(), target);
        } else {
            RangeSelection.test(values, selection, count, low, high, op.rangeFlip(), target);
        }
    }

    private static void test(
            CompareOp op, int[] x, int[] y, int[] selection, int count, byte[] target) {
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

    private int[] firstValues(Vector vector, int[] selection, int count) {
        if (vector instanceof IntVector v) {
            return v.values();
        }
        if (first == null) {
            first = new int[Batch.CAPACITY + Vector.PADDING];
        }
        return widen((BooleanVector) vector, selection, count, first);
    }

    private int[] secondValues(Vector vector, int[] selection, int count) {
        if (vector instanceof IntVector v) {
            return v.values();
        }
        if (second == null) {
            second = new int[Batch.CAPACITY + Vector.PADDING];
        }
        return widen((BooleanVector) vector, selection, count, second);
    }

    private static int[] widen(BooleanVector vector, int[] selection, int count, int[] to) {
        Conversions.toInt(vector.values(), to, end(selection, count));
        return to;
    }

    /** One past the last position. */
    static int end(int[] selection, int count) {
        return selection == null || count == 0 ? count : selection[count - 1] + 1;
    }
}
