package io.colonnade.storage.encoding;

/**
 * Floating-point numbers that are decimals in truth, a few exceptions aside: integers that give
 * them back when multiplied by a power of ten and then by a negative one. After "ALP: Adaptive
 * Lossless Floating-Point Compression" (Afroozeh, Kuffo, Boncz, SIGMOD 2024).
 *
 * <pre>
 * exponent u8 | factor u8 | integers as {@link Integers} | {@link Exceptions} (bits of the lane)
 * value = integer * 10^factor * 10^-exponent
 * </pre>
 */
final class Alp {
    private static final int SAMPLE = 16;
    private static final int MAX_EXPONENT = 18;

    /** More exceptions than this among the sampled values are not worth a try. */
    private static final int MAX_SAMPLE_EXCEPTIONS = 4;

    private static final int EXCEPTION_BITS = 80;

    /** Up to here every integer is a double. */
    private static final double MAX_INTEGER = 0x1p53;

    private static final double[] UP = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18
    };

    private static final double[] DOWN = {
        1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13,
        1e-14, 1e-15, 1e-16, 1e-17, 1e-18
    };

    private Alp() {}

    /** A pair of powers. */
    record Powers(int exponent, int factor) {
        /** The integer that may stand for a value; outside of +-2^53 when there is none. */
        private double integer(double value) {
            return Math.rint(value * UP[exponent] * DOWN[factor]);
        }

        private double value(double integer) {
            return integer * UP[factor] * DOWN[exponent];
        }
    }

    /** The powers that suit a sample of the values best; null when none do. */
    static Powers powers(Lane lane, long[] bits, int count) {
        int sampled = Math.min(SAMPLE, count);
        long[] sample = new long[sampled];
        for (int i = 0; i < sampled; i++) {
            sample[i] = bits[(int) ((long) i * count / sampled)];
        }
        Powers best = null;
        long bestBits = Long.MAX_VALUE;
        for (int exponent = MAX_EXPONENT; exponent >= 0; exponent--) {
            for (int factor = exponent; factor >= 0; factor--) {
                Powers powers = new Powers(exponent, factor);
                long needed = bits(lane, sample, powers);
                if (needed < bestBits) {
                    bestBits = needed;
                    best = powers;
                }
            }
        }
        return best;
    }

    private static long bits(Lane lane, long[] sample, Powers powers) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int exceptions = 0;
        for (long bits : sample) {
            double integer = powers.integer(Doubles.value(lane, bits));
            if (isExact(lane, powers, integer, bits)) {
                min = Math.min(min, (long) integer);
                max = Math.max(max, (long) integer);
            } else if (++exceptions > MAX_SAMPLE_EXCEPTIONS) {
                return Long.MAX_VALUE;
            }
        }
        int width = min > max ? 0 : 64 - Long.numberOfLeadingZeros(max - min);
        return (long) width * sample.length + (long) exceptions * EXCEPTION_BITS;
    }

    private static boolean isExact(Lane lane, Powers powers, double integer, long bits) {
        // as it will be read back: there is no negative zero among integers
        double stored = (double) (long) integer;
        return Math.abs(integer) <= MAX_INTEGER && Doubles.bits(lane, powers.value(stored)) == bits;
    }

    /** Leaves the bits alone. */
    static void encode(Lane lane, long[] bits, int count, Powers powers, ByteOutput out) {
        long[] integers = new long[count];
        Exceptions exceptions = new Exceptions();
        long last = 0;
        for (int i = 0; i < count; i++) {
            double integer = powers.integer(Doubles.value(lane, bits[i]));
            if (isExact(lane, powers, integer, bits[i])) {
                last = (long) integer;
            } else {
                exceptions.add(i, bits[i]);
            }
            integers[i] = last;
        }
        out.putByte(powers.exponent());
        out.putByte(powers.factor());
        Integers.encode(integers, count, out);
        exceptions.put(out);
    }

    static void decode(
            Lane lane, byte[] bytes, int offset, int count, long[] scratch, double[] target) {
        double down = DOWN[bytes[offset]];
        double up = UP[bytes[offset + 1]];
        Integers.decode(bytes, offset + 2, count, scratch);
        if (lane == Lane.REAL) {
            for (int i = 0; i < count; i++) {
                target[i] = (float) (scratch[i] * up * down);
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[i] = scratch[i] * up * down;
            }
        }
        Exceptions.patch(lane, bytes, Integers.end(bytes, offset + 2, count), target);
    }
}
