package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/**
 * Looks values up in a bitmap: bit d is for the value min + d. The last word is 0 and stands for
 * all values outside, so that there is no branch on data. Stateless.
 */
public final class BitmapSelection {
    private static final SimdKernel WIDE = SimdKernel.of("bitmap-selection", BitmapSelection::duel);

    private BitmapSelection() {}

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    /** Positions of the first n values whose bit is set; returns how many. */
    public static int select(int[] values, int n, long min, long[] bits, int[] out) {
        // modulo 2^32 a value below min must not come out within the bitmap
        boolean small = min >= Integer.MIN_VALUE && min + end(bits) <= Integer.MAX_VALUE;
        return small && WIDE.isOn()
                ? WideBitmapSelection.select(values, n, (int) min, bits, out)
                : selectScalar(values, n, min, bits, out);
    }

    public static int select(long[] values, int n, long min, long[] bits, int[] out) {
        return end(bits) <= Integer.MAX_VALUE && WIDE.isOn()
                ? WideBitmapSelection.select(values, n, min, bits, out)
                : selectScalar(values, n, min, bits, out);
    }

    private static long end(long[] bits) {
        return (long) (bits.length - 1) << 6;
    }

    static int selectScalar(int[] values, int n, long min, long[] bits, int[] out) {
        int last = bits.length - 1;
        long end = (long) last << 6;
        int k = 0;
        for (int i = 0; i < n; i++) {
            long d = values[i] - min;
            int word = d >= 0 && d < end ? (int) (d >>> 6) : last;
            out[k] = i;
            k += (int) (bits[word] >>> d) & 1;
        }
        return k;
    }

    static int selectScalar(long[] values, int n, long min, long[] bits, int[] out) {
        int last = bits.length - 1;
        long end = (long) last << 6;
        int k = 0;
        for (int i = 0; i < n; i++) {
            // a difference that wraps is at least 2^63 away: negative or far too large
            long d = values[i] - min;
            int word = d >= 0 && d < end ? (int) (d >>> 6) : last;
            out[k] = i;
            k += (int) (bits[word] >>> d) & 1;
        }
        return k;
    }

    /** As above over selected positions; `out` may be the selection itself. */
    public static int select(
            int[] values, int[] selection, int n, long min, long[] bits, int[] out) {
        int last = bits.length - 1;
        long end = (long) last << 6;
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            long d = values[p] - min;
            int word = d >= 0 && d < end ? (int) (d >>> 6) : last;
            out[k] = p;
            k += (int) (bits[word] >>> d) & 1;
        }
        return k;
    }

    public static int select(
            long[] values, int[] selection, int n, long min, long[] bits, int[] out) {
        int last = bits.length - 1;
        long end = (long) last << 6;
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            long d = values[p] - min;
            int word = d >= 0 && d < end ? (int) (d >>> 6) : last;
            out[k] = p;
            k += (int) (bits[word] >>> d) & 1;
        }
        return k;
    }

    private static SimdKernel.Duel duel() {
        int n = Batch.CAPACITY - 1;
        int[] ints = TrialValues.ints(n + Vector.PADDING);
        long[] longs = TrialValues.longs(n + Vector.PADDING);
        long[] bits = TrialValues.longs(1 + (TrialValues.END >>> 7));
        bits[bits.length - 1] = 0;
        int[] out = new int[Batch.CAPACITY];
        return new SimdKernel.Duel(
                () -> {
                    selectScalar(ints, n, 0, bits, out);
                    selectScalar(longs, n, 0, bits, out);
                },
                () -> {
                    WideBitmapSelection.select(ints, n, 0, bits, out);
                    WideBitmapSelection.select(longs, n, 0L, bits, out);
                });
    }
}
