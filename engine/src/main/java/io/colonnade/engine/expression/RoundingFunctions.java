package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.List;

/** Builds ABS, SIGN and the roundings, for exact and for approximate numbers. Stateless. */
final class RoundingFunctions {
    private RoundingFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        VectorExpression x = arguments.get(0);
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        if (Casts.isReal(x.type())) {
            SqlType computed = Casts.isReal(type) ? type : SqlType.DOUBLE;
            VectorExpression result =
                    new DoubleFunction(computed, realBody(function, args.length > 1), args);
            return Casts.build(result, type, ZoneOffset.UTC);
        }
        if (!Casts.isExact(x.type())) {
            throw ColonnadeException.notSupported(function + " of " + x.type());
        }
        if (Casts.isReal(type)) {
            VectorExpression exact = build(function, arguments, x.type());
            return Casts.build(exact, type, ZoneOffset.UTC);
        }
        int from = x.type().scale();
        int to = type.scale();
        boolean isShort =
                x.type().physical() != PhysicalType.INT128
                        && type.physical() != PhysicalType.INT128
                        && from <= 18
                        && to <= 18;
        if (isShort && args.length == 1) {
            return new LongFunction(type, shortBody(function, from, to), args);
        }
        Int128Function.Body body = exactBody(function, from, to, args.length > 1);
        return type.physical() == PhysicalType.INT128
                ? new Int128Function(type, body, args)
                : new LongFunction(type, (in, i) -> narrow(body.apply(in, i), type), args);
    }

    private static long narrow(BigInteger value, SqlType type) {
        if (value.bitLength() > 63) {
            throw Overflow.of(type);
        }
        return value.longValue();
    }

    /** 64-bit operands: to a multiple of 10^from, then to the result's scale. */
    private static LongFunction.Body shortBody(ScalarFunction function, int from, int to) {
        long unit = Powers.ten(from);
        long up = Powers.ten(to);
        return switch (function) {
            case ABS -> from == to ? (in, i) -> abs(in.integer(0, i)) : exactly(function, from, to);
            case SIGN -> (in, i) -> Long.signum(in.integer(0, i)) * up;
            case CEIL -> (in, i) -> times(Math.ceilDiv(in.integer(0, i), unit), up);
            case FLOOR -> (in, i) -> times(Math.floorDiv(in.integer(0, i), unit), up);
            case TRUNCATE -> (in, i) -> times(in.integer(0, i) / unit, up);
            case ROUND -> (in, i) -> times(Int128.divideRounded(in.integer(0, i), unit), up);
            default -> throw ColonnadeException.internal("no rounding: " + function);
        };
    }

    private static LongFunction.Body exactly(ScalarFunction function, int from, int to) {
        Int128Function.Body body = exactBody(function, from, to, false);
        return (in, i) -> narrow(body.apply(in, i), SqlType.BIGINT);
    }

    private static long abs(long value) {
        if (value == Long.MIN_VALUE) {
            throw Overflow.of(SqlType.BIGINT);
        }
        return Math.abs(value);
    }

    private static long times(long value, long factor) {
        long product = value * factor;
        if (Math.multiplyHigh(value, factor) != product >> 63) {
            throw Overflow.of(SqlType.BIGINT);
        }
        return product;
    }

    private static Int128Function.Body exactBody(
            ScalarFunction function, int from, int to, boolean hasDigits) {
        return (in, i) -> {
            BigDecimal x = new BigDecimal(in.big(0, i), from);
            int digits = hasDigits ? Math.clamp(in.integer(1, i), -100, 100) : 0;
            BigDecimal rounded =
                    switch (function) {
                        case ABS -> x.abs();
                        case SIGN -> BigDecimal.valueOf(x.signum());
                        case CEIL -> x.setScale(0, RoundingMode.CEILING);
                        case FLOOR -> x.setScale(0, RoundingMode.FLOOR);
                        case ROUND -> x.setScale(digits, RoundingMode.HALF_UP);
                        case TRUNCATE -> x.setScale(digits, RoundingMode.DOWN);
                        default -> throw ColonnadeException.internal("no rounding: " + function);
                    };
            return rounded.setScale(to, RoundingMode.HALF_UP).unscaledValue();
        };
    }

    private static DoubleFunction.Body realBody(ScalarFunction function, boolean hasDigits) {
        return switch (function) {
            case ABS -> (in, i) -> Math.abs(in.real(0, i));
            // NaN has sign 0
            case SIGN -> (in, i) -> in.real(0, i) > 0 ? 1 : in.real(0, i) < 0 ? -1 : 0;
            case CEIL -> (in, i) -> Math.ceil(in.real(0, i));
            case FLOOR -> (in, i) -> Math.floor(in.real(0, i));
            case ROUND ->
                    hasDigits
                            ? (in, i) ->
                                    rounded(in.real(0, i), in.integer(1, i), RoundingMode.HALF_UP)
                            : (in, i) -> Math.rint(in.real(0, i));
            case TRUNCATE ->
                    hasDigits
                            ? (in, i) -> rounded(in.real(0, i), in.integer(1, i), RoundingMode.DOWN)
                            : (in, i) -> {
                                double x = in.real(0, i);
                                return x < 0 ? Math.ceil(x) : Math.floor(x);
                            };
            default -> throw ColonnadeException.internal("no rounding: " + function);
        };
    }

    private static double rounded(double x, long digits, RoundingMode mode) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        return BigDecimal.valueOf(x).setScale(Math.clamp(digits, -400, 400), mode).doubleValue();
    }
}
