package io.colonnade.compute.slice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class InterleavedBufferTest {
    @Test
    void ranksAreShares() {
        long[] images = {40, 10, 30, 20};
        int[] ranks = InterleavedBuffer.ranks(images, new boolean[4], 4);
        assertArrayEquals(new int[] {0xC000, 0, 0x8000, 0x4000}, ranks);
    }

    @Test
    void equalValuesHaveEqualRanksAndNullIsLast() {
        long[] images = {5, 0, 5, Long.MAX_VALUE, Long.MIN_VALUE};
        boolean[] nulls = {false, true, false, false, false};
        int[] ranks = InterleavedBuffer.ranks(images, nulls, 5);
        assertEquals(ranks[0], ranks[2]);
        assertEquals(0xFFFF, ranks[1]);
        assertTrue(ranks[3] < ranks[1] && ranks[3] > ranks[0] && ranks[4] < ranks[0]);
    }

    @Test
    void onlyNulls() {
        assertArrayEquals(
                new int[] {0xFFFF, 0xFFFF},
                InterleavedBuffer.ranks(new long[2], new boolean[] {true, true}, 2));
    }

    @Test
    void ranksOfManyRowsKeepTheOrder() {
        SplittableRandom random = new SplittableRandom(1);
        int count = 200_000;
        long[] images = random.longs(count).toArray();
        int[] ranks = InterleavedBuffer.ranks(images, new boolean[count], count);
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(images[a], images[b]));
        for (int i = 1; i < count; i++) {
            assertTrue(ranks[order[i - 1]] <= ranks[order[i]]);
        }
        // Equi-depth: a tenth of the rows is about a tenth of the ranks.
        assertEquals(6_553, ranks[order[count / 10]], 400);
    }

    @Test
    void bitsAreTakenInTurn() {
        assertEquals(
                0b11L << 62, InterleavedBuffer.interleave(new int[][] {{0x8000}, {0x8000}}, 0));
        assertEquals(
                0b0110L << 60, InterleavedBuffer.interleave(new int[][] {{0x4000}, {0x8000}}, 0));
        assertEquals(0xFFFFL << 48, InterleavedBuffer.interleave(new int[][] {{0xFFFF}}, 0));
        int[][] eight = new int[8][];
        Arrays.setAll(eight, i -> new int[] {0xFFFF});
        assertEquals(-1L, InterleavedBuffer.interleave(eight, 0));
    }
}
