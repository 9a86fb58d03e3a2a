package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** MIN or MAX of DOUBLE values; NaN is above all others, as in PostgreSQL. */
final class ExtremeDoubleAccumulator extends Accumulator {
    private final boolean max;
    private double[] values = new double[0];

    ExtremeDoubleAccumulator(boolean max) {
        this.max = max;
    }

    @Override
    int groupBytes() {
        return 8;
    }

    @Override
    void grow(int groups) {
        int old = values.length;
        values = Arrays.copyOf(values, groups);
        Arrays.fill(values, old, groups, max ? Double.NEGATIVE_INFINITY : Double.NaN);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        take(((DoubleVector) arguments[0]).values(), positions, groups, count);
    }

    private void take(double[] from, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            double value = from[positions == null ? i : positions[i]];
            double old = values[groups[i]];
            if (max ? Double.compare(value, old) > 0 : Double.compare(value, old) < 0) {
                values[groups[i]] = value;
            }
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        take(((ExtremeDoubleAccumulator) other).values, from, to, count);
    }

    @Override
    void result(int first, int count, Vector target) {
        System.arraycopy(values, first, ((DoubleVector) target).values(), 0, count);
        setUnseenNull(first, count, target);
    }
}
