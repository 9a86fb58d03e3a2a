package io.colonnade.engine.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.engine.kernel.GroupedSums;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Sums by registers against sums by cells, for every number of groups and any selection. */
class FewGroupsTest {
    private static final long SEED = Long.getLong("seed", 20254);

    @Test
    void sumsAndCountsAreThoseOfPlainLoops() {
        Random random = new Random(SEED);
        FewGroups few = new FewGroups();
        for (int groups = 1; groups <= GroupedSums.MAX_GROUPS; groups++) {
            for (int round = 0; round < 12; round++) {
                int size = round == 0 ? 1 : 1 + random.nextInt(Batch.CAPACITY);
                int share = round % 3 == 0 ? 100 : 1 + random.nextInt(99);
                check(few, random, groups, round == 11 ? Batch.CAPACITY : size, share);
            }
        }
    }

    private static void check(FewGroups few, Random random, int groups, int size, int share) {
        long[] longs = new long[Batch.CAPACITY + Vector.PADDING];
        int[] ints = new int[longs.length];
        for (int i = 0; i < longs.length; i++) {
            // behind the end, too: what lies there must not count
            longs[i] = random.nextLong() >> 14;
            ints[i] = random.nextInt();
        }
        int[] positions = new int[Batch.CAPACITY];
        int[] groupOf = new int[Batch.CAPACITY];
        long[] expected = new long[groups];
        long[] expectedOfInts = new long[groups];
        long[] expectedCounts = new long[groups];
        int count = 0;
        long bits = 0;
        for (int i = 0; i < size; i++) {
            if (random.nextInt(100) < share) {
                positions[count] = i;
                groupOf[count] = random.nextInt(groups);
                expected[groupOf[count]] += longs[i];
                expectedOfInts[groupOf[count]] += ints[i];
                expectedCounts[groupOf[count++]]++;
                bits = Math.max(bits, longs[i] < 0 ? ~longs[i] : longs[i]);
            }
        }
        Batch batch = new Batch();
        batch.setSize(size);
        if (count < size) {
            batch.select(positions, count);
        }
        few.open(batch, groupOf, groups);
        String what = groups + " groups, " + count + " of " + size + " rows, -Dseed=" + SEED;
        long[] sums = new long[groups];
        few.sum(longs, sums);
        assertArrayEquals(expected, sums, what);
        long[] sumsOfInts = new long[groups];
        few.sum(ints, sumsOfInts);
        assertArrayEquals(expectedOfInts, sumsOfInts, what);
        long[] counts = new long[groups];
        few.count(counts);
        assertArrayEquals(expectedCounts, counts, what);
        int[] counted = count < size ? positions : null;
        int expectedBits = 64 - Long.numberOfLeadingZeros(bits);
        assertEquals(expectedBits, Magnitude.bits(longs, counted, count), what);
    }
}
