package io.colonnade.engine.kernel;

/** The product of two longs. */
public final class LongMultiply implements LongKernel {
    @Override
    public long dense(long[] a, long[] b, long[] result, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = a[i];
            long y = b[i];
            long s = x * y;
            result[i] = s;
            bad |= Math.multiplyHigh(x, y) ^ (s >> 63);
        }
        return bad;
    }

    @Override
    public long selected(long[] a, long[] b, long[] result, int[] selection, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            long x = a[p];
            long y = b[p];
            long s = x * y;
            result[p] = s;
            bad |= Math.multiplyHigh(x, y) ^ (s >> 63);
        }
        return bad;
    }

    @Override
    public long bound(long boundA, long boundB) {
        return Magnitude.ofProduct(boundA, boundB);
    }

    @Override
    public void unchecked(long[] a, long[] b, long[] result, int n) {
        for (int i = 0; i < n; i++) {
            result[i] = a[i] * b[i];
        }
    }

    @Override
    public long exact(long a, long b) {
        long s = a * b;
        if (Math.multiplyHigh(a, b) != s >> 63) {
            throw Overflow.outOfRange("bigint");
        }
        return s;
    }
}
