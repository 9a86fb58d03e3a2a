package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;

/**
 * Tests values against a constant range [low, high]. Every comparison of integers with a constant
 * is such a range, with `flip` = 1 for the complement. The unsigned trick makes one comparison of
 * it: value - low, taken unsigned, is at most high - low. Stateless.
 */
public final class RangeSelection {
    private static final SimdKernel WIDE = SimdKernel.of("range-selection", RangeSelection::duel);

    private RangeSelection() {}

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    /** Positions of the first n values that pass; returns how many. */
    public static int select(int[] values, int n, int low, int high, int flip, int[] out) {
        return WIDE.isOn()
                ? selectWide(values, n, low, high, flip, out)
                : selectScalar(values, n, low, high, flip, out);
    }

    static int selectWide(int[] values, int n, int low, int high, int flip, int[] out) {
        if (flip == 0) {
            int shift = Integer.MIN_VALUE - low;
            return WideRangeSelection.select(values, n, shift, high + shift, out);
        }
        // the complement goes on from high + 1 around to low - 1, unless it is empty
        int shift = Integer.MIN_VALUE - (high + 1);
        return high + 1 == low
                ? 0
                : WideRangeSelection.select(values, n, shift, low - 1 + shift, out);
    }

    static int selectScalar(int[] values, int n, int low, int high, int flip, int[] out) {
        int shift = Integer.MIN_VALUE - low;
        int span = high + shift;
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (values[i] + shift <= span ? 1 : 0) ^ flip;
        }
        return k;
    }

    /** As above over selected positions; `out` may be the selection itself. */
    public static int select(
            int[] values, int[] selection, int n, int low, int high, int flip, int[] out) {
        int shift = Integer.MIN_VALUE - low;
        int span = high + shift;
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (values[p] + shift <= span ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int select(long[] values, int n, long low, long high, int flip, int[] out) {
        return WIDE.isOn()
                ? selectWide(values, n, low, high, flip, out)
                : selectScalar(values, n, low, high, flip, out);
    }

    static int selectWide(long[] values, int n, long low, long high, int flip, int[] out) {
        if (flip == 0) {
            long shift = Long.MIN_VALUE - low;
            return WideRangeSelection.select(values, n, shift, high + shift, out);
        }
        long shift = Long.MIN_VALUE - (high + 1);
        return high + 1 == low
                ? 0
                : WideRangeSelection.select(values, n, shift, low - 1 + shift, out);
    }

    static int selectScalar(long[] values, int n, long low, long high, int flip, int[] out) {
        long shift = Long.MIN_VALUE - low;
        long span = high + shift;
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (values[i] + shift <= span ? 1 : 0) ^ flip;
        }
        return k;
    }

    /** As above over selected positions; `out` may be the selection itself. */
    public static int select(
            long[] values, int[] selection, int n, long low, long high, int flip, int[] out) {
        long shift = Long.MIN_VALUE - low;
        long span = high + shift;
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (values[p] + shift <= span ? 1 : 0) ^ flip;
        }
        return k;
    }

    /** Writes 1 where a value passes and 0 elsewhere. */
    public static void test(int[] values, int n, int low, int high, int flip, byte[] out) {
        int shift = Integer.MIN_VALUE - low;
        int span = high + shift;
        for (int i = 0; i < n; i++) {
            out[i] = (byte) ((values[i] + shift <= span ? 1 : 0) ^ flip);
        }
    }

    public static void test(
            int[] values, int[] selection, int n, int low, int high, int flip, byte[] out) {
        int shift = Integer.MIN_VALUE - low;
        int span = high + shift;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[p] = (byte) ((values[p] + shift <= span ? 1 : 0) ^ flip);
        }
    }

    public static void test(long[] values, int n, long low, long high, int flip, byte[] out) {
        long shift = Long.MIN_VALUE - low;
        long span = high + shift;
        for (int i = 0; i < n; i++) {
            out[i] = (byte) ((values[i] + shift <= span ? 1 : 0) ^ flip);
        }
    }

    public static void test(
            long[] values, int[] selection, int n, long low, long high, int flip, byte[] out) {
        long shift = Long.MIN_VALUE - low;
        long span = high + shift;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[p] = (byte) ((values[p] + shift <= span ? 1 : 0) ^ flip);
        }
    }

    private static SimdKernel.Duel duel() {
        int n = Batch.CAPACITY - 1;
        int low = TrialValues.END / 8;
        int high = TrialValues.END / 2;
        int[] ints = TrialValues.ints(n);
        long[] longs = TrialValues.longs(n);
        int[] out = new int[Batch.CAPACITY];
        return new SimdKernel.Duel(
                () -> {
                    selectScalar(ints, n, low, high, 0, out);
                    selectScalar(longs, n, low, high, 0, out);
                },
                () -> {
                    int shift = Integer.MIN_VALUE - low;
                    WideRangeSelection.select(ints, n, shift, high + shift, out);
                    long longShift = Long.MIN_VALUE - low;
                    WideRangeSelection.select(longs, n, longShift, high + longShift, out);
                });
    }
}
