package io.colonnade.engine.kernel;

import io.colonnade.storage.vector.Vector;

/** How large numbers are, and what follows for sums and products. Stateless. */
public final class Magnitude {
    private Magnitude() {}

    /** Bits of the greatest magnitude among the values at positions (null = the first count). */
    public static int bits(long[] values, int[] positions, int count) {
        long bits = 0;
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                bits |= values[i] ^ values[i] >> 63;
            }
        } else {
            for (int i = 0; i < count; i++) {
                long value = values[positions[i]];
                bits |= value ^ value >> 63;
            }
        }
        return 64 - Long.numberOfLeadingZeros(bits);
    }

    /** See {@link Vector#bound()}. */
    public static long bound(long[] values, int[] positions, int count) {
        int bits = bits(values, positions, count);
        return bits < 63 ? 1L << bits : Vector.NO_BOUND;
    }

    /** Bits of a bound, up to 63. */
    public static int bits(long bound) {
        return 64 - Long.numberOfLeadingZeros(bound);
    }

    /** Bound of x + y and x - y. */
    public static long ofSum(long boundX, long boundY) {
        long sum = boundX + boundY;
        return sum < 0 ? Vector.NO_BOUND : sum;
    }

    /** Bound of x * y. */
    public static long ofProduct(long boundX, long boundY) {
        long product = boundX * boundY;
        boolean fits = product >= 0 && Math.multiplyHigh(boundX, boundY) == 0;
        return fits ? product : Vector.NO_BOUND;
    }
}
