package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;

/**
 * Compares two arrays position by position: equality and less-than; the other four comparisons are
 * these with sides swapped or with `flip` = 1 for the complement. Stateless.
 */
public final class PairSelection {
    private static final SimdKernel WIDE = SimdKernel.of("pair-selection", PairSelection::duel);

    private PairSelection() {}

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    public static int selectEqual(int[] a, int[] b, int n, int flip, int[] out) {
        return WIDE.isOn()
                ? WidePairSelection.selectEqual(a, b, n, flip, out)
                : selectEqualScalar(a, b, n, flip, out);
    }

    static int selectEqualScalar(int[] a, int[] b, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (a[i] == b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectEqual(int[] a, int[] b, int[] selection, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (a[p] == b[p] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectLess(int[] a, int[] b, int n, int flip, int[] out) {
        return WIDE.isOn()
                ? WidePairSelection.selectLess(a, b, n, flip, out)
                : selectLessScalar(a, b, n, flip, out);
    }

    static int selectLessScalar(int[] a, int[] b, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (a[i] < b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectLess(int[] a, int[] b, int[] selection, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (a[p] < b[p] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectEqual(long[] a, long[] b, int n, int flip, int[] out) {
        return WIDE.isOn()
                ? WidePairSelection.selectEqual(a, b, n, flip, out)
                : selectEqualScalar(a, b, n, flip, out);
    }

    static int selectEqualScalar(long[] a, long[] b, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (a[i] == b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectEqual(long[] a, long[] b, int[] selection, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (a[p] == b[p] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectLess(long[] a, long[] b, int n, int flip, int[] out) {
        return WIDE.isOn()
                ? WidePairSelection.selectLess(a, b, n, flip, out)
                : selectLessScalar(a, b, n, flip, out);
    }

    static int selectLessScalar(long[] a, long[] b, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (a[i] < b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static int selectLess(long[] a, long[] b, int[] selection, int n, int flip, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (a[p] < b[p] ? 1 : 0) ^ flip;
        }
        return k;
    }

    public static void testEqual(int[] a, int[] b, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) ((a[i] == b[i] ? 1 : 0) ^ flip);
        }
    }

    public static void testEqual(int[] a, int[] b, int[] selection, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[p] = (byte) ((a[p] == b[p] ? 1 : 0) ^ flip);
        }
    }

    public static void testLess(int[] a, int[] b, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) ((a[i] < b[i] ? 1 : 0) ^ flip);
        }
    }

    public static void testLess(int[] a, int[] b, int[] selection, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[p] = (byte) ((a[p] < b[p] ? 1 : 0) ^ flip);
        }
    }

    public static void testEqual(long[] a, long[] b, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) ((a[i] == b[i] ? 1 : 0) ^ flip);
        }
    }

    public static void testEqual(long[] a, long[] b, int[] selection, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[p] = (byte) ((a[p] == b[p] ? 1 : 0) ^ flip);
        }
    }

    public static void testLess(long[] a, long[] b, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) ((a[i] < b[i] ? 1 : 0) ^ flip);
        }
    }

    public static void testLess(long[] a, long[] b, int[] selection, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[p] = (byte) ((a[p] < b[p] ? 1 : 0) ^ flip);
        }
    }

    private static SimdKernel.Duel duel() {
        int n = Batch.CAPACITY - 1;
        int[] ints = TrialValues.ints(n);
        int[] otherInts = new int[n];
        long[] longs = TrialValues.longs(n);
        long[] otherLongs = new long[n];
        for (int i = 0; i < n; i++) {
            otherInts[i] = ints[i / 2];
            otherLongs[i] = longs[i / 2];
        }
        int[] out = new int[Batch.CAPACITY];
        return new SimdKernel.Duel(
                () -> {
                    selectEqualScalar(ints, otherInts, n, 0, out);
                    selectLessScalar(ints, otherInts, n, 0, out);
                    selectEqualScalar(longs, otherLongs, n, 0, out);
                    selectLessScalar(longs, otherLongs, n, 0, out);
                },
                () -> {
                    WidePairSelection.selectEqual(ints, otherInts, n, 0, out);
                    WidePairSelection.selectLess(ints, otherInts, n, 0, out);
                    WidePairSelection.selectEqual(longs, otherLongs, n, 0, out);
                    WidePairSelection.selectLess(longs, otherLongs, n, 0, out);
                });
    }
}
