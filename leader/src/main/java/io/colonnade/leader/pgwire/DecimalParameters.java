package io.colonnade.leader.pgwire;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/** Decimal parameters: the type is that of the value's own digits. Stateless. */
final class DecimalParameters {
    private static final int INT128_BYTES = 16;

    /**
     * Beyond this, digits and zeros of a text are not worth spelling out to learn they overflow.
     */
    private static final int EXPONENT_LIMIT = 1000;

    private DecimalParameters() {}

    static ParameterDecoder.Value decode(BigDecimal number) {
        BigDecimal value = number;
        if (Math.abs((long) value.scale()) > EXPONENT_LIMIT && value.signum() != 0) {
            throw overflow();
        }
        if (value.scale() < 0 || value.signum() == 0 && value.scale() > SqlType.MAX_PRECISION) {
            value = value.setScale(0);
        }
        int whole = Math.max(0, value.precision() - value.scale());
        if (whole > SqlType.MAX_PRECISION) {
            throw overflow();
        }
        int scale = Math.min(value.scale(), SqlType.MAX_PRECISION - whole);
        value = value.setScale(scale, RoundingMode.HALF_UP);
        int precision = Math.max(1, Math.max(value.precision(), scale));
        if (precision > SqlType.MAX_PRECISION) {
            throw overflow();
        }
        SqlType type = SqlType.decimal(precision, scale);
        return precision <= SqlType.MAX_LONG_PRECISION
                ? ParameterDecoder.of(type, value.unscaledValue().longValueExact())
                : new ParameterDecoder.Value(type, int128(value.unscaledValue()));
    }

    private static Literal int128(BigInteger value) {
        byte[] shortest = value.toByteArray();
        byte[] bytes = new byte[INT128_BYTES];
        byte sign = (byte) (value.signum() < 0 ? -1 : 0);
        Arrays.fill(bytes, 0, INT128_BYTES - shortest.length, sign);
        System.arraycopy(shortest, 0, bytes, INT128_BYTES - shortest.length, shortest.length);
        return Literal.newBuilder().setInt128Value(ByteString.copyFrom(bytes)).build();
    }

    private static ColonnadeException overflow() {
        return new ColonnadeException(ErrorCode.NUMERIC_OUT_OF_RANGE, "numeric field overflow")
                .detail("Numbers have at most " + SqlType.MAX_PRECISION + " digits.");
    }
}
