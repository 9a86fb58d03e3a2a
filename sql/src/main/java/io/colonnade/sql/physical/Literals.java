package io.colonnade.sql.physical;

import com.google.protobuf.ByteString;

import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/** Literals of the plan in the physical form of a type, and back. Stateless. */
public final class Literals {
    private static final int INT128_BYTES = 16;

    public static final Literal NULL = Literal.newBuilder().setNullValue(true).build();

    private Literals() {}

    public static Literal ofLong(long value) {
        return Literal.newBuilder().setLongValue(value).build();
    }

    public static Literal ofDouble(double value) {
        return Literal.newBuilder().setDoubleValue(value).build();
    }

    public static Literal ofBoolean(boolean value) {
        return Literal.newBuilder().setBooleanValue(value).build();
    }

    public static Literal ofText(String value) {
        return Literal.newBuilder().setBytesValue(ByteString.copyFromUtf8(value)).build();
    }

    static Literal ofInt128(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] wide = new byte[INT128_BYTES];
        Arrays.fill(wide, value.signum() < 0 ? (byte) -1 : 0);
        System.arraycopy(bytes, 0, wide, INT128_BYTES - bytes.length, bytes.length);
        return Literal.newBuilder().setInt128Value(ByteString.copyFrom(wide)).build();
    }

    /**
     * A number in the form of a number type, rounded half away from zero to its scale; null when it
     * does not fit.
     */
    public static Literal ofNumber(BigDecimal value, SqlType type) {
        return switch (type.kind()) {
            case REAL -> ofDouble(value.floatValue());
            case DOUBLE -> ofDouble(value.doubleValue());
            case SMALLINT -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> decimal(value, type);
            default -> null;
        };
    }

    private static Literal whole(BigDecimal value, long min, long max) {
        BigInteger rounded = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (rounded.bitLength() > 63) {
            return null;
        }
        long number = rounded.longValueExact();
        return number < min || number > max ? null : ofLong(number);
    }

    private static Literal decimal(BigDecimal value, SqlType type) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.signum() != 0 && scaled.precision() > type.precision()) {
            return null;
        }
        BigInteger unscaled = scaled.unscaledValue();
        return type.precision() > SqlType.MAX_LONG_PRECISION
                ? ofInt128(unscaled)
                : ofLong(unscaled.longValueExact());
    }

    /** The number that a literal of an exact number type holds. */
    public static BigDecimal number(Literal literal, SqlType type) {
        return switch (type.physical()) {
            case INT, LONG -> BigDecimal.valueOf(literal.getLongValue(), type.scale());
            case INT128 ->
                    new BigDecimal(
                            new BigInteger(literal.getInt128Value().toByteArray()), type.scale());
            case DOUBLE -> BigDecimal.valueOf(literal.getDoubleValue());
            case BOOLEAN, BYTES -> throw new IllegalArgumentException("no number: " + type);
        };
    }
}
