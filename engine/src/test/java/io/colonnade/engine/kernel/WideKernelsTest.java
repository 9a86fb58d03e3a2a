package io.colonnade.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.storage.simd.SimdMode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/** Every SIMD kernel against its scalar twin: sizes with and without tails, values at the ends. */
class WideKernelsTest {
    private static final int[] SIZES = {0, 1, 15, 16, 17, 63, 64, 65, 130, 2047, 2048};

    private final Random random = new Random(Long.getLong("seed", 1));

    /** One call of a kernel: fills `out`, returns how many. */
    private interface Select {
        int into(int[] out);
    }

    @BeforeEach
    void needsRegisters() {
        assumeTrue(SimdMode.isPossible());
    }

    private static void agree(String what, int n, Select scalar, Select wide) {
        int[] expected = new int[n];
        int[] found = new int[n];
        int k = scalar.into(expected);
        assertEquals(k, wide.into(found), what + " of " + n);
        assertArrayEquals(Arrays.copyOf(expected, k), Arrays.copyOf(found, k), what + " of " + n);
    }

    private int anInt() {
        return switch (random.nextInt(8)) {
            case 0 -> Integer.MIN_VALUE + random.nextInt(3);
            case 1 -> Integer.MAX_VALUE - random.nextInt(3);
            case 2 -> random.nextInt();
            default -> random.nextInt(21) - 10;
        };
    }

    private long aLong() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MIN_VALUE + random.nextInt(3);
            case 1 -> Long.MAX_VALUE - random.nextInt(3);
            case 2 -> random.nextLong();
            case 3 -> (1L << 32) + random.nextInt(21) - 10;
            default -> random.nextInt(21) - 10;
        };
    }

    @Test
    void ranges() {
        for (int n : SIZES) {
            int[] ints = random.ints(n).map(i -> anInt()).toArray();
            long[] longs = random.longs(n).map(i -> aLong()).toArray();
            for (int round = 0; round < 50; round++) {
                int a = anInt();
                int b = anInt();
                int low = Math.min(a, b);
                int high = Math.max(a, b);
                int shift = Integer.MIN_VALUE - low;
                agree(
                        "ints in " + low + ".." + high,
                        n,
                        out -> RangeSelection.selectScalar(ints, n, low, high, 0, out),
                        out -> WideRangeSelection.select(ints, n, shift, high + shift, out));
                long c = aLong();
                long d = aLong();
                long lowest = Math.min(c, d);
                long highest = Math.max(c, d);
                long longShift = Long.MIN_VALUE - lowest;
                agree(
                        "longs in " + lowest + ".." + highest,
                        n,
                        out -> RangeSelection.selectScalar(longs, n, lowest, highest, 0, out),
                        out ->
                                WideRangeSelection.select(
                                        longs, n, longShift, highest + longShift, out));
            }
        }
    }

    @Test
    void pairs() {
        for (int n : SIZES) {
            int[] a = random.ints(n).map(i -> anInt()).toArray();
            int[] b = random.ints(n).map(i -> anInt()).toArray();
            long[] c = random.longs(n).map(i -> aLong()).toArray();
            long[] d = random.longs(n).map(i -> aLong()).toArray();
            for (int flip = 0; flip < 2; flip++) {
                int f = flip;
                agree(
                        "equal ints",
                        n,
                        out -> PairSelection.selectEqualScalar(a, b, n, f, out),
                        out -> WidePairSelection.selectEqual(a, b, n, f, out));
                agree(
                        "less ints",
                        n,
                        out -> PairSelection.selectLessScalar(a, b, n, f, out),
                        out -> WidePairSelection.selectLess(a, b, n, f, out));
                agree(
                        "equal longs",
                        n,
                        out -> PairSelection.selectEqualScalar(c, d, n, f, out),
                        out -> WidePairSelection.selectEqual(c, d, n, f, out));
                agree(
                        "less longs",
                        n,
                        out -> PairSelection.selectLessScalar(c, d, n, f, out),
                        out -> WidePairSelection.selectLess(c, d, n, f, out));
            }
        }
    }

    @Test
    void bitmaps() {
        for (int n : SIZES) {
            int[] ints = random.ints(n).map(i -> anInt()).toArray();
            long[] longs = random.longs(n).map(i -> aLong()).toArray();
            for (int words = 1; words < 4; words++) {
                long[] bits = random.longs(words).toArray();
                bits[words - 1] = 0;
                for (int min : new int[] {-100, -10, 0, 5, Integer.MIN_VALUE}) {
                    agree(
                            "ints from " + min,
                            n,
                            out -> BitmapSelection.selectScalar(ints, n, min, bits, out),
                            out -> WideBitmapSelection.select(ints, n, min, bits, out));
                }
                for (long min : new long[] {-10, 3, Long.MIN_VALUE, (1L << 32) - 5}) {
                    agree(
                            "longs from " + min,
                            n,
                            out -> BitmapSelection.selectScalar(longs, n, min, bits, out),
                            out -> WideBitmapSelection.select(longs, n, min, bits, out));
                }
            }
        }
    }

    @Test
    void blooms() {
        for (int n : SIZES) {
            BlockedBloom bloom = new BlockedBloom(n);
            long[] longs = random.longs(n).map(i -> aLong()).toArray();
            for (int i = 0; i < n; i += 3) {
                bloom.add(longs[i]);
            }
            agree(
                    "longs",
                    n,
                    out -> bloom.selectScalar(longs, n, out),
                    out -> bloom.selectWide(longs, n, out));
        }
    }

    @Test
    void codes() {
        for (int n : SIZES) {
            for (int size : new int[] {1, 31, 33, 500, 512, 5000}) {
                byte[] accepted = new byte[size];
                for (int i = 0; i < size; i++) {
                    accepted[i] = (byte) random.nextInt(2);
                }
                int[] window = new int[16];
                for (int i = 0; i < Math.min(512, size); i++) {
                    window[i >>> 5] |= accepted[i] << i;
                }
                int[] codes = random.ints(n, 0, size).toArray();
                agree(
                        size + " codes in memory",
                        n,
                        out -> CodeSet.selectScalar(codes, n, accepted, out),
                        out -> WideCodeSet.select(codes, n, accepted, out));
                if (size <= 512) {
                    agree(
                            size + " codes in a register",
                            n,
                            out -> CodeSet.selectScalar(codes, n, accepted, out),
                            out -> WideCodeSet.select(codes, n, window, out));
                }
            }
        }
    }

    @Test
    void searches() {
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(400)];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) random.nextInt(2);
            }
            byte[] needle = new byte[1 + random.nextInt(12)];
            for (int i = 0; i < needle.length; i++) {
                needle[i] = (byte) random.nextInt(2);
            }
            int from = random.nextInt(text.length + 1);
            int end = from + random.nextInt(text.length - from + 1);
            assertEquals(
                    TextSearch.indexOf(text, from, end, needle, 0, needle.length),
                    WideTextSearch.indexOf(text, from, end, needle),
                    "round " + round);
        }
    }

    @Test
    void selections() {
        for (int n : SIZES) {
            byte[] values = new byte[n];
            random.nextBytes(values);
            for (int i = 0; i < n; i++) {
                values[i] &= 1;
            }
            long[] validity = random.longs((n + 63) / 64).toArray();
            for (int wanted = 0; wanted < 2; wanted++) {
                int w = wanted;
                agree(
                        "values",
                        n,
                        out -> Selections.byValueScalar(n, values, w, out),
                        out -> WideSelections.byValue(n, values, w, out));
                agree(
                        "validity",
                        n,
                        out -> Selections.byValidityScalar(n, validity, w, out),
                        out -> WideSelections.byValidity(n, validity, w, out));
            }
        }
    }

    /** The complement of a range, which the SIMD twin has to be asked for as another range. */
    @Test
    void complementsOfRanges() {
        for (int n : SIZES) {
            int[] ints = random.ints(n).map(i -> anInt()).toArray();
            long[] longs = random.longs(n).map(i -> aLong()).toArray();
            for (int low : new int[] {Integer.MIN_VALUE, -3, 0}) {
                for (int high : new int[] {0, 4, Integer.MAX_VALUE}) {
                    agree(
                            "ints outside of " + low + ".." + high,
                            n,
                            out -> RangeSelection.selectScalar(ints, n, low, high, 1, out),
                            out -> RangeSelection.selectWide(ints, n, low, high, 1, out));
                    long lowest = low == Integer.MIN_VALUE ? Long.MIN_VALUE : low;
                    long highest = high == Integer.MAX_VALUE ? Long.MAX_VALUE : high;
                    agree(
                            "longs outside of " + lowest + ".." + highest,
                            n,
                            out -> RangeSelection.selectScalar(longs, n, lowest, highest, 1, out),
                            out -> RangeSelection.selectWide(longs, n, lowest, highest, 1, out));
                }
            }
        }
    }
}
