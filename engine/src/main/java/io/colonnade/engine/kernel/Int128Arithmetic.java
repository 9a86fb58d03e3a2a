package io.colonnade.engine.kernel;

/**
 * Loops over 128-bit values (high and low arrays). Those that can leave 128 bits give a negative
 * number when some position did. Stateless.
 */
public final class Int128Arithmetic {
    private Int128Arithmetic() {}

    /** 0 when every one of the first n values fits a long. */
    public static long wide(long[] high, long[] low, int n) {
        long wide = 0;
        for (int i = 0; i < n; i++) {
            wide |= high[i] ^ low[i] >> 63;
        }
        return wide;
    }

    public static long wide(long[] high, long[] low, int[] selection, int n) {
        long wide = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            wide |= high[p] ^ low[p] >> 63;
        }
        return wide;
    }

    /** Sign-extends. */
    public static void widen(long[] low, long[] high, int n) {
        for (int i = 0; i < n; i++) {
            high[i] = low[i] >> 63;
        }
    }

    public static long add(
            long[] aHigh,
            long[] aLow,
            long[] bHigh,
            long[] bLow,
            long[] high,
            long[] low,
            int[] selection,
            int n) {
        return selection == null
                ? add(aHigh, aLow, bHigh, bLow, high, low, n)
                : addSelected(aHigh, aLow, bHigh, bLow, high, low, selection, n);
    }

    private static long add(
            long[] aHigh, long[] aLow, long[] bHigh, long[] bLow, long[] high, long[] low, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = aHigh[i];
            long y = bHigh[i];
            long xl = aLow[i];
            long l = xl + bLow[i];
            // carry: unsigned l < xl
            long h = x + y + (l + Long.MIN_VALUE < xl + Long.MIN_VALUE ? 1 : 0);
            low[i] = l;
            high[i] = h;
            bad |= (x ^ h) & (y ^ h);
        }
        return bad;
    }

    private static long addSelected(
            long[] aHigh,
            long[] aLow,
            long[] bHigh,
            long[] bLow,
            long[] high,
            long[] low,
            int[] selection,
            int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            long x = aHigh[p];
            long y = bHigh[p];
            long xl = aLow[p];
            long l = xl + bLow[p];
            long h = x + y + (l + Long.MIN_VALUE < xl + Long.MIN_VALUE ? 1 : 0);
            low[p] = l;
            high[p] = h;
            bad |= (x ^ h) & (y ^ h);
        }
        return bad;
    }

    public static long subtract(
            long[] aHigh,
            long[] aLow,
            long[] bHigh,
            long[] bLow,
            long[] high,
            long[] low,
            int[] selection,
            int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            long x = aHigh[p];
            long y = bHigh[p];
            long xl = aLow[p];
            long yl = bLow[p];
            // borrow: unsigned xl < yl
            long h = x - y - (xl + Long.MIN_VALUE < yl + Long.MIN_VALUE ? 1 : 0);
            low[p] = xl - yl;
            high[p] = h;
            bad |= (x ^ y) & (x ^ h);
        }
        return bad;
    }

    /** The full product of two longs; never leaves 128 bits. */
    public static void multiply(long[] a, long[] b, long[] high, long[] low, int n) {
        for (int i = 0; i < n; i++) {
            long x = a[i];
            long y = b[i];
            low[i] = x * y;
            high[i] = Math.multiplyHigh(x, y);
        }
    }

    public static void multiply(
            long[] a, long[] b, long[] high, long[] low, int[] selection, int n) {
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            long x = a[p];
            long y = b[p];
            low[p] = x * y;
            high[p] = Math.multiplyHigh(x, y);
        }
    }

    /** -1, 0 or 1 for each position (of the selection, null = the first n). */
    public static void order(
            long[] aHigh,
            long[] aLow,
            long[] bHigh,
            long[] bLow,
            int[] selection,
            int n,
            int[] order) {
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            long x = aHigh[p];
            long y = bHigh[p];
            long xl = aLow[p] + Long.MIN_VALUE;
            long yl = bLow[p] + Long.MIN_VALUE;
            int byHigh = (x > y ? 1 : 0) - (x < y ? 1 : 0);
            int byLow = (xl > yl ? 1 : 0) - (xl < yl ? 1 : 0);
            order[p] = byHigh != 0 ? byHigh : byLow;
        }
    }
}
