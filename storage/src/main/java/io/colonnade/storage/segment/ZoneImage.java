package io.colonnade.storage.segment;

import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/**
 * Maps every value to a signed 64-bit image in order: a &lt; b gives image(a) &lt;= image(b). Zone
 * maps at all levels, column ranges and histograms are of images, so pruning is interval
 * intersection; it is exact for numbers up to 64 bits and dates, and on the safe side for the
 * others.
 *
 * <pre>
 * BOOLEAN, INT, LONG   the value
 * INT128               the value, saturated to a long
 * DOUBLE               the bits made monotone; -0 = 0, NaN above everything
 * BYTES                first 8 bytes, big endian, unsigned order moved to signed
 * </pre>
 */
public final class ZoneImage {
    private ZoneImage() {}

    public static long of(double value) {
        // doubleToLongBits has one NaN, above infinity; adding 0.0 turns -0 into 0
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    public static long of(long high, long low) {
        if (high == low >> 63) {
            return low;
        }
        return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    public static long of(byte[] bytes, int start, int length) {
        long image = 0;
        int n = Math.min(8, length);
        for (int i = 0; i < n; i++) {
            image |= (bytes[start + i] & 0xFFL) << 56 - 8 * i;
        }
        return image ^ Long.MIN_VALUE;
    }

    /** Image of the value at a position of a vector of any form; not for NULLs. */
    public static long of(Vector vector, int position) {
        return switch (vector) {
            case BooleanVector v -> v.value(position);
            case IntVector v -> v.value(position);
            case LongVector v -> v.value(position);
            case Int128Vector v -> of(v.highAt(position), v.lowAt(position));
            case DoubleVector v -> of(v.value(position));
            case BytesVector v -> of(v.heapAt(), v.startAt(position), v.lengthAt(position));
        };
    }
}
