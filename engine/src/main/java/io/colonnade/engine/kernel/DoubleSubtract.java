package io.colonnade.engine.kernel;

import io.colonnade.type.SqlType;

/** The difference of two doubles; an infinite one of finite numbers is an error. */
public final class DoubleSubtract implements DoubleKernel {
    @Override
    public long dense(double[] a, double[] b, double[] result, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            double x = a[i];
            double y = b[i];
            double r = x - y;
            result[i] = r;
            bad |= Math.abs(r) > Double.MAX_VALUE ? 1 : 0;
        }
        return bad;
    }

    @Override
    public long selected(double[] a, double[] b, double[] result, int[] selection, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            double x = a[p];
            double y = b[p];
            double r = x - y;
            result[p] = r;
            bad |= Math.abs(r) > Double.MAX_VALUE ? 1 : 0;
        }
        return bad;
    }

    @Override
    public double exact(double x, double y) {
        double r = x - y;
        if (Double.isInfinite(r) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw Overflow.of(SqlType.DOUBLE);
        }
        return r;
    }
}
