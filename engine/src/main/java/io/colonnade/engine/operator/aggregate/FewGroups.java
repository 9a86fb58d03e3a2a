package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.kernel.GroupedSums;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * The rows of a batch whose groups are so few that sums need no memory cell per group and row: one
 * group, or some that registers have room for. Owned by one worker.
 */
final class FewGroups {
    /** Rows selected below a fourth are not worth adding up whole vectors. */
    private static final int MIN_SHARE = 4;

    /** Sums of a batch of values of so many bits stay far from 64. */
    static final int MAX_BITS = 50;

    private final long[] codes = new long[Batch.CAPACITY + GroupedSums.PADDING];
    private final long[] longs = new long[Batch.CAPACITY + Vector.PADDING];
    private int[] positions;
    private int[] groups;
    private int size;
    private int count;
    private int groupCount;
    private boolean hasCodes;

    /** Turns to a batch; whether its groups are few. */
    boolean open(Batch batch, int[] groupOf, int knownGroups) {
        positions = batch.selection();
        groups = groupOf;
        size = batch.size();
        count = batch.rowCount();
        groupCount = knownGroups;
        hasCodes = false;
        return groupCount == 1
                || groupCount <= GroupedSums.MAX_GROUPS
                        && GroupedSums.isOn()
                        && count * MIN_SHARE >= size;
    }

    int[] positions() {
        return positions;
    }

    /** By index, not position. */
    int[] groups() {
        return groups;
    }

    int count() {
        return count;
    }

    /** Of the first so many groups rows are here. */
    int groupCount() {
        return groupCount;
    }

    /** Adds the rows' values to their groups' sums, which must not overflow. */
    void sum(long[] values, long[] sums) {
        if (groupCount == 1) {
            sums[0] += positions == null ? sum(values, count) : sum(values, positions, count);
        } else {
            GroupedSums.add(codes(), values, size, groupCount, sums);
        }
    }

    void sum(int[] values, long[] sums) {
        if (groupCount == 1) {
            sums[0] += positions == null ? sum(values, count) : sum(values, positions, count);
            return;
        }
        for (int i = 0; i < size; i++) {
            longs[i] = values[i];
        }
        GroupedSums.add(codes(), longs, size, groupCount, sums);
    }

    void count(long[] counts) {
        if (groupCount == 1) {
            counts[0] += count;
        } else {
            GroupedSums.count(codes(), size, groupCount, counts);
        }
    }

    /** The group by position. */
    private long[] codes() {
        if (hasCodes) {
            return codes;
        }
        hasCodes = true;
        Arrays.fill(codes, positions == null ? count : 0, size + GroupedSums.PADDING, -1L);
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                codes[i] = groups[i];
            }
        } else {
            scatter(groups, positions, count, codes);
        }
        return codes;
    }

    private static void scatter(int[] groups, int[] positions, int count, long[] codes) {
        for (int i = 0; i < count; i++) {
            codes[positions[i]] = groups[i];
        }
    }

    private static long sum(long[] values, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static long sum(int[] values, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static long sum(long[] values, int[] positions, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[positions[i]];
        }
        return sum;
    }

    private static long sum(int[] values, int[] positions, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[positions[i]];
        }
        return sum;
    }
}
