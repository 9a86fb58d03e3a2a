package io.colonnade.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.storage.simd.SimdMode;
import io.colonnade.storage.vector.Vector;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToLongFunction;

/** Bit packing, AZ64 and runs: every width, every count, the extremes. */
class IntegersTest {
    private static final long SEED = Long.getLong("seed", 20260103L);
    private static final int[] COUNTS = {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000, 2047, 2048};

    private static final Encoding[] FORMS = {
        Encoding.DELTA, Encoding.DELTA32K, Encoding.MOSTLY8, Encoding.MOSTLY16, Encoding.MOSTLY32
    };

    private final Random random = new Random(SEED);

    private static long[] decode(byte[] bytes, int offset, int count) {
        long[] target = new long[count + Vector.PADDING];
        Integers.decode(bytes, offset, count, target);
        return Arrays.copyOf(target, count);
    }

    private static int[] decodeInts(byte[] bytes, int offset, int count) {
        int[] target = new int[count + Vector.PADDING];
        Integers.decode(bytes, offset, count, target);
        return Arrays.copyOf(target, count);
    }

    private interface Encoder {
        void encode(long[] values, int count, ByteOutput out);
    }

    private static int check(int count, IntToLongFunction value, Encoder encoder) {
        long[] values = new long[count];
        boolean ints = true;
        for (int i = 0; i < count; i++) {
            values[i] = value.applyAsLong(i);
            ints &= values[i] == (int) values[i];
        }
        ByteOutput out = new ByteOutput(1);
        out.putShort(0x5A5A);
        encoder.encode(values.clone(), count, out);
        int size = out.size() - 2;
        byte[] bytes = Arrays.copyOf(out.array(), out.size() + Integers.SOURCE_PADDING);
        Arrays.fill(bytes, out.size(), bytes.length, (byte) 0xFF);
        assertEquals(out.size(), Integers.end(bytes, 2, count));
        assertArrayEquals(values, decode(bytes, 2, count), "count " + count + " seed " + SEED);
        if (ints) {
            int[] expected = Arrays.stream(values).mapToInt(v -> (int) v).toArray();
            assertArrayEquals(expected, decodeInts(bytes, 2, count));
        }
        int[] selection = {0, count / 2, count - 1};
        long[] some = new long[count + Vector.PADDING];
        Integers.decode(bytes, 2, count, selection, 3, some);
        for (int p : selection) {
            assertEquals(values[p], some[p]);
        }
        return size;
    }

    private static int check(int count, IntToLongFunction value) {
        check(count, value, Integers::encodeAz64);
        check(count, value, Integers::encodeRuns);
        for (Encoding form : FORMS) {
            check(count, value, (values, n, out) -> Integers.encode(form, values, n, out));
        }
        return check(count, value, Integers::encode);
    }

    @Test
    void everyWidthAndCount() {
        for (int width = 0; width <= 64; width++) {
            for (int count : COUNTS) {
                int bits = width;
                long base = random.nextLong();
                check(count, i -> bits == 0 ? base : base + (random.nextLong() >>> 64 - bits));
                if (width <= 31) {
                    check(count, i -> bits == 0 ? -5 : (random.nextInt() >>> 32 - bits) - 5L);
                }
            }
        }
    }

    @Test
    void extremes() {
        check(2048, i -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
        check(2048, i -> random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE);
        check(2048, i -> Long.MIN_VALUE);
        check(100, i -> i % 2 == 0 ? Long.MIN_VALUE : -1L);
        check(100, i -> i % 2 == 0 ? 0 : 1L << 62);
    }

    @Test
    void aCommonFactorCostsNothing() {
        int size = check(2048, i -> random.nextInt(50) * 100L - 300);
        assertTrue(size <= 2048 * 6 / 8 + 17, "size " + size);
        size = check(2048, i -> random.nextInt(2) * (1L << 62));
        assertTrue(size <= 2048 / 8 + 17, "size " + size);
    }

    @Test
    void longRunsAreStoredAsRuns() {
        int size = check(2048, i -> i / 500 * 1_000_003L % 65_537);
        assertTrue(size < 64, "size " + size);
        assertEquals(9, check(2048, i -> 77));
    }

    @Test
    void aFewOutliersAreExceptions() {
        int size = check(2048, i -> i % 500 == 7 ? random.nextLong() : random.nextInt(1000));
        assertTrue(size < 2048 * 11 / 8 + 100, "size " + size);
        size = check(2048, i -> i % 500 == 7 ? Long.MIN_VALUE : 1_000_000 - random.nextInt(1000));
        assertTrue(size < 2048 * 11 / 8 + 100, "size " + size);
    }

    @Test
    void sortedValuesAreSmallDifferences() {
        long[] next = {1L << 40};
        Encoder delta = (values, n, out) -> Integers.encode(Encoding.DELTA, values, n, out);
        int size = check(2048, i -> next[0] += random.nextInt(4), delta);
        assertTrue(size < 2048 * 6 / 8 + 200, "size " + size);
    }

    @Test
    void wideAndScalarUnpackingAgree() {
        assumeTrue(SimdMode.isPossible());
        byte[] bytes = new byte[2048 * 8 + 100];
        random.nextBytes(bytes);
        for (int width = 1; width <= BitPacking.MAX_WIDTH; width++) {
            long[] scalar = new long[2048 + Vector.PADDING];
            long[] wide = new long[2048 + Vector.PADDING];
            BitPacking.unpackWindows(bytes, 3, width, 2048, -7, 3, scalar);
            WideUnpacking.unpack(bytes, 3, width, 2048, -7, 3, wide);
            assertArrayEquals(scalar, wide, "width " + width);
        }
        for (int width = 1; width <= WideUnpacking.MAX_INT_WIDTH; width++) {
            int[] scalar = new int[2048 + Vector.PADDING];
            int[] wide = new int[2048 + Vector.PADDING];
            BitPacking.unpackWindows(bytes, 3, width, 2048, -7, 3, scalar);
            WideUnpacking.unpack(bytes, 3, width, 2048, -7, 3, wide);
            assertArrayEquals(scalar, wide, "width " + width);
        }
    }
}
