package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** BIT_AND and BIT_OR of INT or LONG values. */
final class BitAccumulator extends Accumulator {
    private final boolean and;
    private long[] bits = new long[0];

    BitAccumulator(boolean and) {
        this.and = and;
    }

    @Override
    int groupBytes() {
        return 8;
    }

    @Override
    void grow(int groups) {
        int old = bits.length;
        bits = Arrays.copyOf(bits, groups);
        Arrays.fill(bits, old, groups, and ? -1L : 0L);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long value =
                    arguments[0] instanceof IntVector ints
                            ? ints.values()[p]
                            : ((LongVector) arguments[0]).values()[p];
            take(groups[i], value);
        }
    }

    private void take(int group, long value) {
        bits[group] = and ? bits[group] & value : bits[group] | value;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] others = ((BitAccumulator) other).bits;
        for (int i = 0; i < count; i++) {
            take(to[i], others[from[i]]);
        }
    }

    @Override
    void result(int first, int count, Vector target) {
        for (int i = 0; i < count; i++) {
            if (target instanceof IntVector ints) {
                ints.values()[i] = (int) bits[first + i];
            } else {
                ((LongVector) target).values()[i] = bits[first + i];
            }
        }
        setUnseenNull(first, count, target);
    }
}
