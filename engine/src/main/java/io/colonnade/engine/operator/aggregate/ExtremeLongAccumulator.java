package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** MIN or MAX of BOOLEAN, INT or LONG values; so also BOOL_AND and BOOL_OR. */
final class ExtremeLongAccumulator extends Accumulator {
    private final boolean max;
    private long[] values = new long[0];

    ExtremeLongAccumulator(boolean max) {
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
        Arrays.fill(values, old, groups, max ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        switch (arguments[0]) {
            case IntVector v -> {
                if (max) {
                    takeMax(values, v.values(), positions, groups, count);
                } else {
                    takeMin(values, v.values(), positions, groups, count);
                }
            }
            case LongVector v -> take(v.values(), positions, groups, count);
            case BooleanVector v -> takeBytes(v.values(), positions, groups, count);
            default -> throw new IllegalStateException("extreme of " + arguments[0].type());
        }
    }

    private void take(long[] from, int[] positions, int[] groups, int count) {
        if (max) {
            takeMax(values, from, positions, groups, count);
        } else {
            takeMin(values, from, positions, groups, count);
        }
    }

    private void takeBytes(byte[] from, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            long value = from[positions == null ? i : positions[i]];
            int g = groups[i];
            values[g] = max ? Math.max(values[g], value) : Math.min(values[g], value);
        }
    }

    private static void takeMin(
            long[] values, int[] from, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            long value = from[positions == null ? i : positions[i]];
            values[groups[i]] = Math.min(values[groups[i]], value);
        }
    }

    private static void takeMax(
            long[] values, int[] from, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            long value = from[positions == null ? i : positions[i]];
            values[groups[i]] = Math.max(values[groups[i]], value);
        }
    }

    private static void takeMin(
            long[] values, long[] from, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            long value = from[positions == null ? i : positions[i]];
            values[groups[i]] = Math.min(values[groups[i]], value);
        }
    }

    private static void takeMax(
            long[] values, long[] from, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            long value = from[positions == null ? i : positions[i]];
            values[groups[i]] = Math.max(values[groups[i]], value);
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        take(((ExtremeLongAccumulator) other).values, from, to, count);
    }

    @Override
    void result(int first, int count, Vector target) {
        switch (target) {
            case IntVector v -> {
                for (int i = 0; i < count; i++) {
                    v.values()[i] = (int) values[first + i];
                }
            }
            case BooleanVector v -> {
                for (int i = 0; i < count; i++) {
                    v.values()[i] = (byte) values[first + i];
                }
            }
            default -> System.arraycopy(values, first, ((LongVector) target).values(), 0, count);
        }
        setUnseenNull(first, count, target);
    }
}
