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

    public static long add(Int128Array a, Int128Array b, Int128Array result, int n) {
        long[] aHigh = a.high;
        long[] aLow = a.low;
        long[] bHigh = b.high;
        long[] bLow = b.low;
        long[] high = result.high;
        long[] low = result.low;
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

    public static long add(Int128Array a, Int128Array b, Int128Array result, int[] rows, int n) {
        long[] aHigh = a.high;
        long[] aLow = a.low;
        long[] bHigh = b.high;
        long[] bLow = b.low;
        long[] high = result.high;
        long[] low = result.low;
        long bad = 0;
        for (int i = 0; i < n; i++) {
            int p = rows[i];
            long x = aHigh[p];
            long y = bHigh[p];
            long xl = aLow[p];
            long l = xl + bLow[p];
            // carry: unsigned l < xl
            long h = x + y + (l + Long.MIN_VALUE < xl + Long.MIN_VALUE ? 1 : 0);
            low[p] = l;
            high[p] = h;
            bad |= (x ^ h) & (y ^ h);
        }
        return bad;
    }

    public static long subtract(Int128Array a, Int128Array b, Int128Array result, int n) {
        long[] aHigh = a.high;
        long[] aLow = a.low;
        long[] bHigh = b.high;
        long[] bLow = b.low;
        long[] high = result.high;
        long[] low = result.low;
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = aHigh[i];
            long y = bHigh[i];
            long xl = aLow[i];
            long yl = bLow[i];
            // borrow: unsigned xl < yl
            long h = x - y - (xl + Long.MIN_VALUE < yl + Long.MIN_VALUE ? 1 : 0);
            low[i] = xl - yl;
            high[i] = h;
            bad |= (x ^ y) & (x ^ h);
        }
        return bad;
    }

    public static long subtract(
            Int128Array a, Int128Array b, Int128Array result, int[] rows, int n) {
        long[] aHigh = a.high;
        long[] aLow = a.low;
        long[] bHigh = b.high;
        long[] bLow = b.low;
        long[] high = result.high;
        long[] low = result.low;
        long bad = 0;
        for (int i = 0; i < n; i++) {
            int p = rows[i];
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

    /** -1, 0 or 1 at each row (null = the first n). */
    public static void order(Int128Array a, Int128Array b, int[] rows, int n, int[] order) {
        long[] aHigh = a.high;
        long[] aLow = a.low;
        long[] bHigh = b.high;
        long[] bLow = b.low;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
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
