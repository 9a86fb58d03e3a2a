package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.DateReader;
import io.colonnade.engine.kernel.DateWriter;
import io.colonnade.engine.kernel.NumberFormat;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** Builds TO_CHAR, TO_DATE, TO_TIMESTAMP and TO_NUMBER. Stateless. */
final class FormatFunctions {
    private FormatFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        return switch (function) {
            case TO_CHAR ->
                    Casts.isExact(args[0].type()) || Casts.isReal(args[0].type())
                            ? new TextFunction(type, numberToChar(args[0].type()), args)
                            : new TextFunction(type, dateToChar(args[0].type(), zone), args);
            case TO_DATE -> toDate(args, type);
            case TO_TIMESTAMP -> toTimestamp(args, type, zone);
            case TO_NUMBER -> toNumber(args, type);
            default -> throw ColonnadeException.internal("no format function: " + function);
        };
    }

    /** Keeps the last format compiled. One worker's. */
    private static final class LastFormat<F> {
        private final Function<String, F> compiler;
        private String format;
        private F compiled;

        private LastFormat(Function<String, F> compiler) {
            this.compiler = compiler;
        }

        private F of(String newFormat) {
            if (!newFormat.equals(format)) {
                compiled = compiler.apply(newFormat);
                format = newFormat;
            }
            return compiled;
        }
    }

    private static TextFunction.Body numberToChar(SqlType from) {
        LastFormat<NumberFormat> formats = new LastFormat<>(NumberFormat::new);
        int scale = from.scale();
        if (!Casts.isReal(from)) {
            return (in, i, out) ->
                    out.append(
                            formats.of(in.text(1, i)).format(new BigDecimal(in.big(0, i), scale)));
        }
        return (in, i, out) -> {
            double value = in.real(0, i);
            boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
            out.append(
                    formats.of(in.text(1, i)).format(isFinite ? BigDecimal.valueOf(value) : null));
        };
    }

    private static TextFunction.Body dateToChar(SqlType from, ZoneId zone) {
        LastFormat<DateWriter> formats = new LastFormat<>(DateWriter::new);
        return (in, i, out) ->
                write(formats.of(in.text(1, i)), from.kind(), in.integer(0, i), zone, out);
    }

    private static void write(
            DateWriter writer, TypeKind kind, long value, ZoneId zone, TextBuilder out) {
        switch (kind) {
            case DATE -> writer.write(Casts.midnight(value), out);
            case TIMESTAMP -> writer.write(value, out);
            case TIMESTAMPTZ -> writer.writeZoned(value, zone, out);
            case TIME, INTERVAL_MICROS -> writer.writeInterval(0, value, out);
            case INTERVAL_MONTH -> writer.writeInterval(value, 0, out);
            default -> throw ColonnadeException.notSupported("to_char of " + kind.sqlName());
        }
    }

    private static VectorExpression toDate(VectorExpression[] args, SqlType type) {
        LastFormat<DateReader> formats = new LastFormat<>(DateReader::new);
        return new LongFunction(
                type,
                (in, i) -> {
                    DateReader reader = formats.of(in.text(1, i));
                    reader.read(in.text(0, i));
                    return reader.days();
                },
                args);
    }

    private static VectorExpression toTimestamp(
            VectorExpression[] args, SqlType type, ZoneId zone) {
        if (args.length == 1) {
            return fromEpoch(args[0], type);
        }
        LastFormat<DateReader> formats = new LastFormat<>(DateReader::new);
        boolean isZoned = type.kind() == TypeKind.TIMESTAMPTZ;
        return new LongFunction(
                type,
                (in, i) -> {
                    DateReader reader = formats.of(in.text(1, i));
                    reader.read(in.text(0, i));
                    long moment = reader.moment();
                    return isZoned && !reader.hasZone()
                            ? TimestampText.toUtc(moment, zone)
                            : moment;
                },
                args);
    }

    /** TO_TIMESTAMP(seconds since 1970). */
    private static VectorExpression fromEpoch(VectorExpression seconds, SqlType type) {
        return new LongFunction(
                type,
                (in, i) -> {
                    double micros = Math.rint(in.real(0, i) * 1e6);
                    if (!(micros >= TimestampText.LEAST && micros <= TimestampText.MOST)) {
                        throw Overflow.of(SqlType.TIMESTAMP);
                    }
                    return (long) micros;
                },
                ArithmeticFunctions.toDouble(seconds));
    }

    private static VectorExpression toNumber(VectorExpression[] args, SqlType type) {
        LastFormat<NumberFormat> formats = new LastFormat<>(NumberFormat::new);
        Int128Function.Body body =
                (in, i) ->
                        formats.of(in.text(1, i))
                                .parse(in.text(0, i))
                                .setScale(type.scale(), RoundingMode.HALF_UP)
                                .unscaledValue();
        return type.physical() == PhysicalType.INT128
                ? new Int128Function(type, body, args)
                : new LongFunction(type, (in, i) -> narrow(body.apply(in, i), type), args);
    }

    private static long narrow(BigInteger value, SqlType type) {
        if (value.abs().compareTo(Powers.tenBig(18)) >= 0) {
            throw Overflow.of(type);
        }
        return value.longValue();
    }
}
