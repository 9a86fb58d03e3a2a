package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** COUNT(*) and COUNT(x). */
final class CountAccumulator extends Accumulator {
    private long[] counts = new long[0];

    @Override
    int groupBytes() {
        return 8;
    }

    @Override
    void grow(int groups) {
        counts = Arrays.copyOf(counts, groups);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        add(counts, groups, count);
    }

    @Override
    void update(Vector[] arguments, FewGroups few) {
        few.count(counts);
    }

    private static void add(long[] counts, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            counts[groups[i]]++;
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] others = ((CountAccumulator) other).counts;
        for (int i = 0; i < count; i++) {
            counts[to[i]] += others[from[i]];
        }
    }

    @Override
    void result(int first, int count, Vector target) {
        System.arraycopy(counts, first, ((LongVector) target).values(), 0, count);
    }
}
