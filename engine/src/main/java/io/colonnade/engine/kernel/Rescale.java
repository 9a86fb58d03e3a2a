package io.colonnade.engine.kernel;

/** Loops that change the scale of 64-bit decimals. Stateless. */
public final class Rescale {
    private Rescale() {}

    /** Multiplies; not 0 when some product left 64 bits. */
    public static long up(long[] from, long[] to, int n, long factor) {
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = from[i];
            long r = x * factor;
            to[i] = r;
            bad |= Math.multiplyHigh(x, factor) ^ r >> 63;
        }
        return bad;
    }

    /** Divides by an even power of ten and rounds half away from zero. */
    public static void down(long[] from, long[] to, int n, long divisor) {
        long half = divisor >> 1;
        for (int i = 0; i < n; i++) {
            long x = from[i];
            long quotient = x / divisor;
            long rest = x - quotient * divisor;
            to[i] = quotient + (rest >= half ? 1 : 0) - (rest <= -half ? 1 : 0);
        }
    }
}
