package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.CivilDate;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.engine.kernel.Utf8;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;

/** Builds the conversion from one type to another, with PostgreSQL's rules. Stateless. */
final class Casts {
    private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
    private static final MathContext REAL_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private Casts() {}

    static VectorExpression build(VectorExpression argument, SqlType to, ZoneId zone) {
        SqlType from = argument.type();
        if (isNoOp(from, to)) {
            return argument instanceof LiteralExpression literal
                    ? new LiteralExpression(to, literal.value())
                    : retyped(argument, to);
        }
        if (from.physical() == PhysicalType.BYTES) {
            return to.physical() == PhysicalType.BYTES
                    ? truncate(argument, to)
                    : TextCasts.parse(argument, to, zone);
        }
        if (to.physical() == PhysicalType.BYTES) {
            return TextCasts.format(argument, to, zone);
        }
        if (isExact(from) && isExact(to)) {
            return new ExactCast(argument, to);
        }
        if ((isExact(from) || isReal(from)) && isReal(to)) {
            return from.kind() == TypeKind.DOUBLE
                    ? new DoubleFunction(to, (in, i) -> in.real(0, i), argument)
                    : new ToDoubleCast(argument, to);
        }
        if (isReal(from) && isExact(to)) {
            return fromReal(argument, to);
        }
        if (from.kind() == TypeKind.BOOLEAN && isExact(to)) {
            return new ExactCast(argument, to);
        }
        if (to.kind() == TypeKind.BOOLEAN && isExact(from)) {
            return from.physical() == PhysicalType.INT128
                    ? new LongFunction(to, (in, i) -> in.big(0, i).signum() == 0 ? 0 : 1, argument)
                    : new LongFunction(to, (in, i) -> in.integer(0, i) == 0 ? 0 : 1, argument);
        }
        return temporal(argument, to, zone);
    }

    private static boolean isNoOp(SqlType from, SqlType to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to.kind()) {
            case INTEGER -> from.kind() == TypeKind.SMALLINT;
            case DOUBLE -> from.kind() == TypeKind.REAL;
            case DECIMAL ->
                    from.kind() == TypeKind.DECIMAL
                            && from.scale() == to.scale()
                            && from.precision() <= to.precision()
                            && from.physical() == to.physical();
            case VARCHAR ->
                    from.physical() == PhysicalType.BYTES
                            && (to.precision() == 0
                                    || from.precision() > 0 && from.precision() <= to.precision());
            case CHAR ->
                    from.kind() == TypeKind.CHAR
                            && (to.precision() == 0
                                    || from.precision() > 0 && from.precision() <= to.precision());
            default -> from.kind() == to.kind();
        };
    }

    private static VectorExpression retyped(VectorExpression argument, SqlType to) {
        return argument.type().equals(to) ? argument : new RetypedExpression(argument, to);
    }

    static boolean isExact(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
            default -> false;
        };
    }

    static boolean isReal(SqlType type) {
        return type.kind() == TypeKind.REAL || type.kind() == TypeKind.DOUBLE;
    }

    /** Cuts to the type's length in bytes, at a character boundary; CHAR loses trailing blanks. */
    private static VectorExpression truncate(VectorExpression argument, SqlType to) {
        int limit = to.precision() == 0 ? Integer.MAX_VALUE : to.precision();
        boolean trims = to.kind() == TypeKind.CHAR;
        return new SliceFunction(
                to,
                (in, i) -> {
                    byte[] b = in.heap(0);
                    int start = in.start(0, i);
                    int end = start + in.length(0, i);
                    int cut = end - start <= limit ? end : Utf8.floor(b, start, start + limit, end);
                    while (trims && cut > start && b[cut - 1] == ' ') {
                        cut--;
                    }
                    return SliceFunction.slice(start, cut - start);
                },
                argument);
    }

    private static VectorExpression fromReal(VectorExpression argument, SqlType to) {
        boolean isSingle = argument.type().kind() == TypeKind.REAL;
        if (to.kind() != TypeKind.DECIMAL) {
            return new LongFunction(to, (in, i) -> round(in.real(0, i), to), argument);
        }
        if (to.physical() == PhysicalType.LONG) {
            return new LongFunction(
                    to, (in, i) -> unscaled(in.real(0, i), to, isSingle).longValue(), argument);
        }
        return new Int128Function(to, (in, i) -> unscaled(in.real(0, i), to, isSingle), argument);
    }

    /** Half to even, as C's rint. */
    private static long round(double value, SqlType to) {
        double rounded = Math.rint(value);
        // 2^63 itself is out; NaN fails both
        if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
            throw Overflow.of(to);
        }
        return (long) rounded;
    }

    private static BigInteger unscaled(double value, SqlType to, boolean isSingle) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new ColonnadeException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "cannot convert " + (Double.isNaN(value) ? "NaN" : "infinity") + " to numeric");
        }
        BigInteger unscaled =
                new BigDecimal(value)
                        .round(isSingle ? REAL_DIGITS : DOUBLE_DIGITS)
                        .setScale(to.scale(), RoundingMode.HALF_UP)
                        .unscaledValue();
        if (unscaled.abs().compareTo(Powers.tenBig(to.precision())) >= 0) {
            throw Overflow.of(to);
        }
        return unscaled;
    }

    private static VectorExpression temporal(VectorExpression argument, SqlType to, ZoneId zone) {
        TypeKind from = argument.type().kind();
        LongFunction.Body body =
                switch (to.kind()) {
                    case DATE ->
                            switch (from) {
                                case TIMESTAMP -> (in, i) -> CivilDate.dayOf(in.integer(0, i));
                                case TIMESTAMPTZ ->
                                        (in, i) ->
                                                CivilDate.dayOf(
                                                        TimestampText.toLocal(
                                                                in.integer(0, i), zone));
                                default -> null;
                            };
                    case TIMESTAMP ->
                            switch (from) {
                                case DATE -> (in, i) -> midnight(in.integer(0, i));
                                case TIMESTAMPTZ ->
                                        (in, i) -> TimestampText.toLocal(in.integer(0, i), zone);
                                default -> null;
                            };
                    case TIMESTAMPTZ ->
                            switch (from) {
                                case DATE ->
                                        (in, i) ->
                                                TimestampText.toUtc(
                                                        midnight(in.integer(0, i)), zone);
                                case TIMESTAMP ->
                                        (in, i) -> TimestampText.toUtc(in.integer(0, i), zone);
                                default -> null;
                            };
                    case TIME ->
                            switch (from) {
                                case TIMESTAMP -> (in, i) -> CivilDate.timeOf(in.integer(0, i));
                                case TIMESTAMPTZ ->
                                        (in, i) ->
                                                CivilDate.timeOf(
                                                        TimestampText.toLocal(
                                                                in.integer(0, i), zone));
                                case INTERVAL_MICROS ->
                                        (in, i) -> CivilDate.timeOf(in.integer(0, i));
                                default -> null;
                            };
                    case INTERVAL_MICROS ->
                            from == TypeKind.TIME ? (in, i) -> in.integer(0, i) : null;
                    default -> null;
                };
        if (body == null) {
            throw new ColonnadeException(
                    ErrorCode.CANNOT_COERCE,
                    "cannot cast type " + from.sqlName() + " to " + to.kind().sqlName());
        }
        return new LongFunction(to, body, argument);
    }

    static long midnight(long days) {
        if (Math.abs(days) > TimestampText.MOST / CivilDate.MICROS_PER_DAY) {
            throw Overflow.of(SqlType.TIMESTAMP);
        }
        return days * CivilDate.MICROS_PER_DAY;
    }
}
