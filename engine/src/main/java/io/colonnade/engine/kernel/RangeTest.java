package io.colonnade.engine.kernel;

/**
 * Tests values against a constant range [low, high]. Every comparison of integers with a constant
 * is such a range, with `flip` = 1 for the complement. The unsigned trick makes one comparison of
 * it: value - low, taken unsigned, is at most high - low. Stateless.
 */
public final class RangeTest {
    private RangeTest() {}

    /** Positions of the first n values that pass; returns how many. */
    public static int select(int[] values, int n, int low, int high, int flip, int[] out) {
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
}
