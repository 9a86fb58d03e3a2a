package io.colonnade.sql.statistics;

import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/**
 * Order-preserving 64-bit images of literals, the same as the zone maps hold: whole numbers, dates,
 * times and scaled decimals are themselves (saturated), doubles their monotone bits, text its first
 * eight bytes. Stateless.
 */
public final class Images {
    private static final int TEXT_BYTES = 8;
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Images() {}

    /** Image of a literal that is not NULL. */
    public static long of(Literal literal, SqlType type) {
        return switch (type.physical()) {
            case BOOLEAN -> literal.getBooleanValue() ? 1 : 0;
            case INT, LONG -> literal.getLongValue();
            case INT128 -> saturated(literal);
            case DOUBLE -> ofDouble(literal.getDoubleValue());
            case BYTES -> ofText(literal.getBytesValue().toByteArray(), 0);
        };
    }

    private static long saturated(Literal literal) {
        BigInteger value = new BigInteger(literal.getInt128Value().toByteArray());
        return value.max(MIN).min(MAX).longValue();
    }

    public static long ofDouble(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** Image of text, filled up with `padding` bytes behind its end. */
    public static long ofText(byte[] text, int padding) {
        long image = 0;
        for (int i = 0; i < TEXT_BYTES; i++) {
            int next = i < text.length ? text[i] & 0xFF : padding;
            image = image << 8 | next;
        }
        return image ^ Long.MIN_VALUE;
    }

    /** Where an image lies on a straight scale, for interpolation. */
    static double position(long image, SqlType type) {
        return switch (type.physical()) {
            case DOUBLE -> Double.longBitsToDouble(image ^ ((image >> 63) & Long.MAX_VALUE));
            case BOOLEAN, INT, LONG, INT128, BYTES -> image;
        };
    }
}
