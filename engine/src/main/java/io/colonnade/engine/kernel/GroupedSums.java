package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;

/**
 * Sums and counts of few groups in registers, where that is faster than a memory cell per group,
 * which is what callers do while it is off. Stateless.
 */
public final class GroupedSums {
    /** Beyond, the registers take as long as the cells do. */
    public static final int MAX_GROUPS = 16;

    /** The code of a position that does not count. */
    public static final long NO_GROUP = -1;

    /** Codes have to be {@link #NO_GROUP} for so many positions behind the last. */
    public static final int PADDING = 8;

    private static final SimdKernel WIDE = SimdKernel.of("grouped-sums", GroupedSums::duel);

    private GroupedSums() {}

    /** Whether the other methods may be called; a first call enters them for their trial. */
    public static boolean isOn() {
        return WIDE.isOn();
    }

    /** Adds to sums[g] the values at the first `size` positions with code g &lt; groups. */
    public static void add(long[] codes, long[] values, int size, int groups, long[] sums) {
        WideGroupedSums.add(codes, values, size, groups, sums);
    }

    /** Adds to counts[g] the number of positions with code g &lt; groups. */
    public static void count(long[] codes, int size, int groups, long[] counts) {
        WideGroupedSums.count(codes, size, groups, counts);
    }

    private static SimdKernel.Duel duel() {
        int groups = 4;
        int size = Batch.CAPACITY;
        long[] codes = new long[size + PADDING];
        int[] cells = new int[size];
        long[] values = new long[size + PADDING];
        for (int i = 0; i < size; i++) {
            cells[i] = i * 7 % 5 % groups;
            codes[i] = cells[i];
            values[i] = i;
        }
        long[] sums = new long[groups];
        return new SimdKernel.Duel(
                () -> {
                    addToCells(cells, values, sums);
                    countInCells(cells, sums);
                },
                () -> {
                    WideGroupedSums.add(codes, values, size, groups, sums);
                    WideGroupedSums.count(codes, size, groups, sums);
                });
    }

    private static void addToCells(int[] cells, long[] values, long[] sums) {
        for (int i = 0; i < cells.length; i++) {
            sums[cells[i]] += values[i];
        }
    }

    private static void countInCells(int[] cells, long[] counts) {
        for (int cell : cells) {
            counts[cell]++;
        }
    }
}
