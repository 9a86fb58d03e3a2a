package io.colonnade.engine.kernel;

/** The remainder of a truncated division, with the sign of the dividend. */
public final class LongModulo implements LongKernel {
    @Override
    public long dense(long[] a, long[] b, long[] result, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = a[i];
            long y = b[i];
            long z = y == 0 ? 1 : y;
            result[i] = x % z;
            bad |= y == 0 ? 1 : 0;
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
            long z = y == 0 ? 1 : y;
            result[p] = x % z;
            bad |= y == 0 ? 1 : 0;
        }
        return bad;
    }

    @Override
    public long exact(long a, long b) {
        if (b == 0) {
            throw Overflow.divisionByZero();
        }
        return a % b;
    }
}
