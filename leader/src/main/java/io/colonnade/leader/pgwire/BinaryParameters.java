package io.colonnade.leader.pgwire;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Parameters in the binary format. Stateless. */
final class BinaryParameters {
    private static final int NUMERIC_POSITIVE = 0;
    private static final int NUMERIC_NEGATIVE = 0x4000;
    private static final int GROUP_DIGITS = 4;
    private static final int GROUP_BASE = 10_000;

    /** More groups than 38 digits need at any scale: the value cannot be one of ours. */
    private static final int GROUP_LIMIT = 500;

    private BinaryParameters() {}

    /**
     * @param wire the type that the client declared, whose form the bytes have
     */
    static ParameterDecoder.Value decode(byte[] bytes, SqlType type, WireType wire, int index) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (wire.length() > 0 && wire.binary() != WireType.Binary.BYTES) {
            require(bytes.length == wire.length(), index);
        }
        return switch (wire.binary()) {
            case BOOL -> ParameterDecoder.of(in.get() != 0);
            case INT2 -> number(in.getShort(), type);
            case INT4 ->
                    wire == WireType.INT4
                            ? number(in.getInt(), type)
                            : number(Integer.toUnsignedLong(in.getInt()), type);
            case INT8 -> number(in.getLong(), type);
            case FLOAT4 -> ParameterDecoder.of(type, in.getFloat());
            case FLOAT8 -> ParameterDecoder.of(type, in.getDouble());
            case NUMERIC -> numeric(in, index);
            case DATE -> ParameterDecoder.of(type, (long) in.getInt() + BinaryEncoders.EPOCH_DAYS);
            case TIME -> ParameterDecoder.of(type, in.getLong());
            case TIMESTAMP -> ParameterDecoder.of(type, timestamp(in.getLong()));
            case INTERVAL -> interval(in, type);
            case BYTES -> text(bytes);
            case NONE ->
                    throw ColonnadeException.notSupported(
                            "a binary parameter of type " + wire.name().toLowerCase(Locale.ROOT));
        };
    }

    private static void require(boolean condition, int index) {
        if (!condition) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_BINARY_REPRESENTATION,
                    "incorrect binary data format in bind parameter " + (index + 1));
        }
    }

    private static ParameterDecoder.Value number(long value, SqlType type) {
        return switch (type.kind()) {
            case DECIMAL -> DecimalParameters.decode(BigDecimal.valueOf(value));
            case REAL, DOUBLE -> ParameterDecoder.of(type, (double) value);
            default -> ParameterDecoder.whole(type, value, Long.toString(value));
        };
    }

    static ParameterDecoder.Value text(byte[] bytes) {
        MessageReader.decode(bytes, 0, bytes.length);
        return new ParameterDecoder.Value(
                SqlType.VARCHAR,
                Literal.newBuilder().setBytesValue(ByteString.copyFrom(bytes)).build());
    }

    private static long timestamp(long sincePostgresEpoch) {
        try {
            return Math.addExact(sincePostgresEpoch, BinaryEncoders.EPOCH_MICROS);
        } catch (ArithmeticException e) {
            throw new ColonnadeException(ErrorCode.DATETIME_OVERFLOW, "timestamp out of range");
        }
    }

    private static ParameterDecoder.Value interval(ByteBuffer in, SqlType type) {
        long micros = in.getLong();
        long days = in.getInt();
        long months = in.getInt();
        if (type.kind() == TypeKind.INTERVAL_MONTH && micros == 0 && days == 0) {
            return ParameterDecoder.of(type, months);
        }
        if (type.kind() != TypeKind.INTERVAL_MICROS || months != 0) {
            throw ColonnadeException.notSupported("an interval of both months and days");
        }
        return ParameterDecoder.of(
                type,
                Math.addExact(micros, Math.multiplyExact(days, BinaryEncoders.MICROS_PER_DAY)));
    }

    private static ParameterDecoder.Value numeric(ByteBuffer in, int index) {
        require(in.remaining() >= 8, index);
        int count = in.getShort();
        int weight = in.getShort();
        int sign = in.getShort();
        int scale = in.getShort() & 0x3fff;
        require(count >= 0 && count <= GROUP_LIMIT && in.remaining() == 2 * count, index);
        if (sign != NUMERIC_POSITIVE && sign != NUMERIC_NEGATIVE) {
            throw ColonnadeException.notSupported("NaN and infinity in numeric parameters");
        }
        BigInteger digits = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            int group = in.getShort();
            require(group >= 0 && group < GROUP_BASE, index);
            digits = digits.multiply(BigInteger.valueOf(GROUP_BASE)).add(BigInteger.valueOf(group));
        }
        int exponent = (weight - count + 1) * GROUP_DIGITS;
        BigDecimal value = new BigDecimal(sign == 0 ? digits : digits.negate(), -exponent);
        BigDecimal shown = value.stripTrailingZeros();
        return DecimalParameters.decode(
                shown.scale() < scale && scale <= SqlType.MAX_PRECISION
                        ? withScale(shown, scale)
                        : shown);
    }

    /** The announced scale, unless the digits would no longer fit. */
    private static BigDecimal withScale(BigDecimal value, int scale) {
        int whole = value.precision() - value.scale();
        return whole + scale <= SqlType.MAX_PRECISION ? value.setScale(scale) : value;
    }
}
