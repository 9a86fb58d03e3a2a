package io.colonnade.engine.kernel;

/**
 * Compares two arrays position by position: equality and less-than; the other four comparisons are
 * these with sides swapped or with `flip` = 1 for the complement. Stateless.
 */
public final class PairTest {
    private PairTest() {}

    public static int selectEqual(int[] a, int[] b, int n, int flip, int[] out) {
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
}
