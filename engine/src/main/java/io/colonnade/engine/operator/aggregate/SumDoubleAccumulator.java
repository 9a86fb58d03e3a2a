package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** SUM of DOUBLE or REAL values. */
final class SumDoubleAccumulator extends Accumulator {
    private final boolean real;
    private final boolean zeroIfEmpty;
    private double[] sums = new double[0];

    /** `real`: round results to float precision. */
    SumDoubleAccumulator(boolean real, boolean zeroIfEmpty) {
        this.real = real;
        this.zeroIfEmpty = zeroIfEmpty;
    }

    @Override
    int groupBytes() {
        return 8;
    }

    @Override
    void grow(int groups) {
        sums = Arrays.copyOf(sums, groups);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        add(sums, ((DoubleVector) arguments[0]).values(), positions, groups, count);
    }

    private static void add(
            double[] sums, double[] values, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            sums[groups[i]] += values[positions == null ? i : positions[i]];
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        add(sums, ((SumDoubleAccumulator) other).sums, from, to, count);
    }

    @Override
    void result(int first, int count, Vector target) {
        double[] to = ((DoubleVector) target).values();
        for (int i = 0; i < count; i++) {
            to[i] = real ? (float) sums[first + i] : sums[first + i];
        }
        if (!zeroIfEmpty) {
            setUnseenNull(first, count, target);
        }
    }
}
