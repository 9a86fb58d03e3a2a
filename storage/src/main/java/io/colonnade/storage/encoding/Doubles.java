package io.colonnade.storage.encoding;

/**
 * Bits of doubles (or floats) of a vector. Many are decimals in truth: then they are stored as the
 * integers they are a tenth, hundredth, .. of.
 *
 * <pre>
 * exponent u8 | {@link Integers}: value = integer / 10^exponent, or (exponent 255) the bits
 * </pre>
 */
public final class Doubles {
    private static final int BITS = 255;
    private static final int MAX_EXPONENT = 6;

    /** Up to here every integer is a double. */
    private static final double MAX_INTEGER = 0x1p53;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

    private Doubles() {}

    /** Encodes `bits` of the lane; overwrites them. */
    public static void encode(Lane lane, long[] bits, int count, ByteOutput out) {
        long[] integers = new long[count];
        for (int exponent = 0; exponent <= MAX_EXPONENT; exponent++) {
            if (decimals(lane, bits, count, POWERS[exponent], integers)) {
                out.putByte(exponent);
                Integers.encode(integers, count, out);
                return;
            }
        }
        out.putByte(BITS);
        Integers.encode(bits, count, out);
    }

    private static boolean decimals(
            Lane lane, long[] bits, int count, double power, long[] integers) {
        for (int i = 0; i < count; i++) {
            double scaled = Math.rint(value(lane, bits[i]) * power);
            if (!(Math.abs(scaled) <= MAX_INTEGER)) {
                return false;
            }
            integers[i] = (long) scaled;
            if (bits(lane, integers[i] / power) != bits[i]) {
                return false;
            }
        }
        return true;
    }

    /** The lane's bits of a value. */
    public static long bits(Lane lane, double value) {
        return lane == Lane.REAL
                ? Float.floatToRawIntBits((float) value)
                : Double.doubleToRawLongBits(value);
    }

    /** The value of a lane's bits. */
    public static double value(Lane lane, long bits) {
        return lane == Lane.REAL ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    /** Decodes `count` values, with room for as many longs to work in. */
    public static void decode(
            Lane lane, byte[] bytes, int offset, int count, long[] scratch, double[] target) {
        int exponent = bytes[offset] & 0xFF;
        Integers.decode(bytes, offset + 1, count, scratch);
        if (exponent == BITS) {
            fromBits(lane, scratch, count, target);
        } else if (lane == Lane.REAL) {
            double power = POWERS[exponent];
            for (int i = 0; i < count; i++) {
                target[i] = (float) (scratch[i] / power);
            }
        } else {
            double power = POWERS[exponent];
            for (int i = 0; i < count; i++) {
                target[i] = scratch[i] / power;
            }
        }
    }

    public static void fromBits(Lane lane, long[] bits, int count, double[] target) {
        if (lane == Lane.REAL) {
            for (int i = 0; i < count; i++) {
                target[i] = Float.intBitsToFloat((int) bits[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[i] = Double.longBitsToDouble(bits[i]);
            }
        }
    }
}
