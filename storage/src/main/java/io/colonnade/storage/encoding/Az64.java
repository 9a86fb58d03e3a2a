package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getLong;

import java.util.Arrays;

/**
 * Integers as base + factor * code, codes bit-packed: frame of reference and greatest common
 * divisor, chosen per vector. Redshift's AZ64 by name; the layout is ours.
 *
 * <pre>
 * width u8 (0..57, 64; + 128 when a factor follows) | base i64 | [factor i64] | codes
 * </pre>
 *
 * <p>Arithmetic is modulo 2^64, so every long can be encoded.
 */
final class Az64 {
    private static final int WITH_FACTOR = 128;
    private static final int WIDTH_MASK = 127;

    private Az64() {}

    /** What an encoding of some values needs; `factor` 1 or more (unsigned). */
    record Shape(long base, long factor, int width) {
        long bits(int count) {
            return (long) count * width;
        }
    }

    static Shape shape(long[] values, int count) {
        long min = values[0];
        long max = values[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        long range = max - min;
        if (range == 0) {
            return new Shape(min, 1, 0);
        }
        // a range of 2^63 or more is negative here: no divisor then
        long factor = range < 0 ? 1 : divisor(values, count, min, range);
        int width = BitPacking.width(range / factor);
        return width == 64 ? new Shape(min, 1, 64) : new Shape(min, factor, width);
    }

    private static long divisor(long[] values, int count, long min, long range) {
        long divisor = range;
        for (int i = 0; i < count && divisor != 1; i++) {
            long difference = values[i] - min;
            if (difference % divisor != 0) {
                divisor = greatestCommonDivisor(divisor, difference);
            }
        }
        return divisor;
    }

    private static long greatestCommonDivisor(long a, long b) {
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** Overwrites the values by their codes. */
    static void encode(long[] values, int count, Shape shape, ByteOutput out) {
        long base = shape.base();
        long factor = shape.factor();
        out.putByte(shape.width() | (factor == 1 ? 0 : WITH_FACTOR));
        out.putLong(base);
        if (factor == 1) {
            for (int i = 0; i < count; i++) {
                values[i] -= base;
            }
        } else {
            out.putLong(factor);
            for (int i = 0; i < count; i++) {
                values[i] = (values[i] - base) / factor;
            }
        }
        BitPacking.pack(values, count, shape.width(), out);
    }

    private static int codesAt(byte[] bytes, int offset) {
        return offset + ((bytes[offset] & WITH_FACTOR) == 0 ? 9 : 17);
    }

    private static long factor(byte[] bytes, int offset) {
        return (bytes[offset] & WITH_FACTOR) == 0 ? 1 : getLong(bytes, offset + 9);
    }

    /** Where the encoding of `count` values at `offset` ends. */
    static int end(byte[] bytes, int offset, int count) {
        return codesAt(bytes, offset) + BitPacking.bytes(count, width(bytes, offset));
    }

    /** Checked, for a wider number would be read in pieces. */
    private static int width(byte[] bytes, int offset) {
        int width = bytes[offset] & WIDTH_MASK;
        if (width > BitPacking.MAX_WIDTH && width != 64) {
            throw new IllegalStateException("codes of " + width + " bits");
        }
        return width;
    }

    static long valueAt(byte[] bytes, int offset, int index) {
        int width = width(bytes, offset);
        long base = getLong(bytes, offset + 1);
        if (width == 0) {
            return base;
        }
        long code = BitPacking.get(bytes, codesAt(bytes, offset), width, index);
        return base + factor(bytes, offset) * code;
    }

    static void decode(byte[] bytes, int offset, int count, long[] target) {
        int width = width(bytes, offset);
        long base = getLong(bytes, offset + 1);
        if (width == 0) {
            Arrays.fill(target, 0, count, base);
            return;
        }
        int codes = codesAt(bytes, offset);
        BitPacking.unpack(bytes, codes, width, count, base, factor(bytes, offset), target);
    }

    static void decode(byte[] bytes, int offset, int count, int[] target) {
        int width = width(bytes, offset);
        int base = (int) getLong(bytes, offset + 1);
        if (width == 0) {
            Arrays.fill(target, 0, count, base);
            return;
        }
        int codes = codesAt(bytes, offset);
        BitPacking.unpack(bytes, codes, width, count, base, (int) factor(bytes, offset), target);
    }
}
