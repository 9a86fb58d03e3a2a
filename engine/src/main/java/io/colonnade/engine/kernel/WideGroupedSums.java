package io.colonnade.engine.kernel;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of few groups without a memory cell per group: for every group one register that adds the
 * lanes whose code is the group's. A cell that every row reads and writes costs a store and the
 * wait for it; this costs one masked addition per group and register full of rows. Stateless; see
 * {@link GroupedSums}.
 */
final class WideGroupedSums {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    private WideGroupedSums() {}

    /** Adds to sums[g] the values at the first `size` positions with code g &lt; groups. */
    static void add(long[] codes, long[] values, int size, int groups, long[] sums) {
        for (int g = 0; g < groups; g += 4) {
            addFour(codes, values, size, g, groups, sums);
        }
    }

    private static void addFour(
            long[] codes, long[] values, int size, int g, int groups, long[] sums) {
        LongVector a = LongVector.zero(SPECIES);
        LongVector b = a;
        LongVector c = a;
        LongVector d = a;
        for (int i = 0; i < size; i += SPECIES.length()) {
            LongVector code = LongVector.fromArray(SPECIES, codes, i);
            LongVector value = LongVector.fromArray(SPECIES, values, i);
            a = a.add(value, code.compare(VectorOperators.EQ, g));
            b = b.add(value, code.compare(VectorOperators.EQ, g + 1L));
            c = c.add(value, code.compare(VectorOperators.EQ, g + 2L));
            d = d.add(value, code.compare(VectorOperators.EQ, g + 3L));
        }
        addTo(sums, g, groups, a.reduceLanes(VectorOperators.ADD));
        addTo(sums, g + 1, groups, b.reduceLanes(VectorOperators.ADD));
        addTo(sums, g + 2, groups, c.reduceLanes(VectorOperators.ADD));
        addTo(sums, g + 3, groups, d.reduceLanes(VectorOperators.ADD));
    }

    private static void addTo(long[] sums, int group, int groups, long sum) {
        if (group < groups) {
            sums[group] += sum;
        }
    }

    /** Adds to counts[g] the number of positions with code g &lt; groups. */
    static void count(long[] codes, int size, int groups, long[] counts) {
        for (int g = 0; g < groups; g++) {
            LongVector found = LongVector.zero(SPECIES);
            for (int i = 0; i < size; i += SPECIES.length()) {
                VectorMask<Long> mask =
                        LongVector.fromArray(SPECIES, codes, i).compare(VectorOperators.EQ, g);
                found = found.add(1L, mask);
            }
            counts[g] += found.reduceLanes(VectorOperators.ADD);
        }
    }
}
