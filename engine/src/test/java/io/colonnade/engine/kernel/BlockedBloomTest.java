package io.colonnade.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** A Bloom filter passes all that was added and little else. */
class BlockedBloomTest {
    private final Random random = new Random(Long.getLong("seed", 1));

    @Test
    void nothingIsLostAndLittlePassesByMistake() {
        int count = 100_000;
        // neighbours and multiples of a power of two: what a poor hash puts together
        for (long step : new long[] {1, 1L << 20, 1L << 40, random.nextLong() | 1}) {
            BlockedBloom bloom = new BlockedBloom(count);
            for (long i = 0; i < count; i++) {
                bloom.add(i * step);
            }
            long[] values = new long[2 * count];
            for (int i = 0; i < values.length; i++) {
                values[i] = i * step;
            }
            int[] selected = new int[values.length];
            int kept = bloom.select(values, values.length, selected);
            for (int i = 0; i < count; i++) {
                assertEquals(i, selected[i], "value " + i + " of step " + step);
            }
            assertTrue(kept - count < 0.03 * count, kept - count + " mistakes of step " + step);
        }
    }

    @Test
    void selectionsAndIntsPassTheSame() {
        BlockedBloom bloom = new BlockedBloom(10);
        bloom.add(-7);
        bloom.add(1L << 40);
        long[] longs = {1, -7, 3, 1L << 40};
        int[] ints = {-7, 5, -7};
        int[] out = new int[4];
        assertEquals(2, bloom.select(longs, new int[] {1, 3}, 2, out));
        assertEquals(3, out[1]);
        assertTrue(bloom.select(ints, null, 3, out) >= 2);
        assertEquals(1, bloom.select(ints, new int[] {2}, 1, out));
        assertEquals(2, out[0]);
    }

    @Test
    void anEmptyOnePassesNothing() {
        assertEquals(0, new BlockedBloom(0).select(new long[100], 100, new int[100]));
    }
}
