package io.colonnade.engine.kernel;

/** Loops that change the width or the unit of numbers. Stateless. */
public final class Conversions {
    private Conversions() {}

    public static void toLong(int[] from, long[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }

    public static void toLong(byte[] from, long[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }

    public static void toInt(byte[] from, int[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }

    /** Narrows; not 0 when some value does not fit. */
    public static long toInt(long[] from, int[] to, int n) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = from[i];
            to[i] = (int) x;
            bad |= x ^ (int) x;
        }
        return bad;
    }

    public static void toDouble(long[] from, double[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }

    public static void toDouble(int[] from, double[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }

    public static void divide(double[] values, double divisor, int n) {
        for (int i = 0; i < n; i++) {
            values[i] /= divisor;
        }
    }

    /** Rounds to single precision; leaves what is too large for it. True if there is such. */
    public static boolean roundToFloat(double[] values, int n) {
        boolean tooLarge = false;
        for (int i = 0; i < n; i++) {
            double value = values[i];
            float rounded = (float) value;
            boolean overflows = Float.isInfinite(rounded) && !Double.isInfinite(value);
            values[i] = overflows ? value : rounded;
            tooLarge |= overflows;
        }
        return tooLarge;
    }

    /** Whether a value is finite but beyond single precision. */
    public static boolean exceedsFloat(double value) {
        return Float.isInfinite((float) value) && !Double.isInfinite(value);
    }

    /** Negative when some |value| is not below `limit` (up to 10^18). */
    public static long outside(long[] values, long limit, int n) {
        long most = limit - 1;
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = values[i];
            bad |= most - x | most + x;
        }
        return bad;
    }

    /**
     * Longs in the order of the doubles as PostgreSQL sorts them: -0 equals 0, NaN equals NaN and
     * is above everything.
     */
    public static void ordered(double[] from, long[] to, int n) {
        for (int i = 0; i < n; i++) {
            long bits = Double.doubleToLongBits(from[i] + 0.0);
            to[i] = bits ^ bits >> 63 & Long.MAX_VALUE;
        }
    }

    public static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
