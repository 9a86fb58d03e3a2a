package io.colonnade.storage.encoding;

/**
 * Bits of doubles (or floats) of a vector. Many are decimals in truth: then they are stored as the
 * integers they are a tenth, hundredth, .. of.
 *
 * <pre>
 * 0..6 u8 | {@link Integers}: value = integer / 10^(first byte)
 * 253 u8  | {@link SplitBits}
 * 254 u8  | {@link Alp}
 * 255 u8  | {@link Integers}: the bits
 * </pre>
 */
public final class Doubles {
    private static final int SPLIT = 253;
    private static final int ALP = 254;
    private static final int BITS = 255;

    /** Where ALP takes no more than this of the values' room, nothing else is tried. */
    private static final double ALP_MAX_SHARE = 0.7;

    /** Splitting must save so much: it takes three passes to decode. */
    private static final double SPLIT_MAX_SHARE = 0.95;

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
        putBits(lane, bits, count, out);
    }

    private static void putBits(Lane lane, long[] bits, int count, ByteOutput out) {
        ByteOutput best = new ByteOutput(16 * count);
        Alp.Powers powers = Alp.powers(lane, bits, count);
        if (powers != null) {
            best.putByte(ALP);
            Alp.encode(lane, bits, count, powers, best);
        }
        if (powers == null || best.size() > ALP_MAX_SHARE * lane.bytes() * count) {
            ByteOutput plain = plainOrSplit(lane, bits, count);
            best = powers == null || plain.size() < best.size() ? plain : best;
        }
        out.putBytes(best.array(), 0, best.size());
    }

    private static ByteOutput plainOrSplit(Lane lane, long[] bits, int count) {
        ByteOutput split = new ByteOutput(16 * count);
        split.putByte(SPLIT);
        SplitBits.encode(lane, bits, count, split);
        ByteOutput plain = new ByteOutput(16 * count);
        plain.putByte(BITS);
        Integers.encode(bits, count, plain);
        return split.size() < SPLIT_MAX_SHARE * plain.size() ? split : plain;
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

    /** Decodes `count` values, with room for as many integers to work in. */
    public static void decode(
            Lane lane,
            byte[] bytes,
            int offset,
            int count,
            long[] scratch,
            int[] codes,
            double[] target) {
        int exponent = bytes[offset] & 0xFF;
        if (exponent == ALP) {
            Alp.decode(lane, bytes, offset + 1, count, scratch, target);
            return;
        }
        if (exponent == SPLIT) {
            SplitBits.decode(bytes, offset + 1, count, codes, scratch);
            fromBits(lane, scratch, count, target);
            return;
        }
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
