package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.BooleanText;
import io.colonnade.engine.kernel.DateText;
import io.colonnade.engine.kernel.DecimalText;
import io.colonnade.engine.kernel.DoubleText;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.IntegerText;
import io.colonnade.engine.kernel.IntervalText;
import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.engine.kernel.TimeText;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.engine.kernel.Utf8;
import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.time.ZoneId;

/** Conversions between text and the other types. Stateless. */
final class TextCasts {
    /** Most bytes of any value that is no text. */
    private static final int MAX_BYTES = 64;

    private TextCasts() {}

    static VectorExpression parse(VectorExpression argument, SqlType to, ZoneId zone) {
        if (to.physical() == PhysicalType.INT128) {
            return parseLongDecimal(argument, to);
        }
        return switch (to.kind()) {
            case REAL, DOUBLE ->
                    new DoubleFunction(
                            to,
                            to.kind() == TypeKind.REAL
                                    ? (in, i) ->
                                            DoubleText.parseReal(
                                                    in.heap(0), in.start(0, i), in.length(0, i))
                                    : (in, i) ->
                                            DoubleText.parse(
                                                    in.heap(0), in.start(0, i), in.length(0, i)),
                            argument);
            default -> new LongFunction(to, parser(to, zone), argument);
        };
    }

    private static LongFunction.Body parser(SqlType to, ZoneId zone) {
        return switch (to.kind()) {
            case BOOLEAN ->
                    (in, i) -> BooleanText.parse(in.heap(0), in.start(0, i), in.length(0, i));
            case SMALLINT ->
                    (in, i) ->
                            IntegerText.parseSmallint(in.heap(0), in.start(0, i), in.length(0, i));
            case INTEGER ->
                    (in, i) ->
                            IntegerText.parseInteger(in.heap(0), in.start(0, i), in.length(0, i));
            case BIGINT ->
                    (in, i) -> IntegerText.parseBigint(in.heap(0), in.start(0, i), in.length(0, i));
            case DECIMAL ->
                    (in, i) ->
                            DecimalText.parse(
                                    in.heap(0),
                                    in.start(0, i),
                                    in.length(0, i),
                                    to.precision(),
                                    to.scale());
            case DATE -> (in, i) -> DateText.parse(in.heap(0), in.start(0, i), in.length(0, i));
            case TIME -> (in, i) -> TimeText.parse(in.heap(0), in.start(0, i), in.length(0, i));
            case TIMESTAMP ->
                    (in, i) -> TimestampText.parse(in.heap(0), in.start(0, i), in.length(0, i));
            case TIMESTAMPTZ ->
                    (in, i) ->
                            TimestampText.parseZoned(
                                    in.heap(0), in.start(0, i), in.length(0, i), zone);
            case INTERVAL_MONTH ->
                    (in, i) ->
                            IntervalText.parseMonths(in.heap(0), in.start(0, i), in.length(0, i));
            case INTERVAL_MICROS ->
                    (in, i) ->
                            IntervalText.parseMicros(in.heap(0), in.start(0, i), in.length(0, i));
            default -> throw ColonnadeException.internal("no parser for " + to);
        };
    }

    private static VectorExpression parseLongDecimal(VectorExpression argument, SqlType to) {
        Int128Vector one = new Int128Vector(1);
        return new Int128Function(
                to,
                (in, i) -> {
                    DecimalText.parse(in.heap(0), in.start(0, i), in.length(0, i), to, one, 0);
                    return Int128.toBig(one.high()[0], one.low()[0]);
                },
                argument);
    }

    /** Writes the value's text, cut to the target's length. */
    static VectorExpression format(VectorExpression argument, SqlType to, ZoneId zone) {
        TextFunction.Body writer = writer(argument.type(), zone);
        int limit = to.precision() == 0 ? Integer.MAX_VALUE : to.precision();
        return new TextFunction(
                to,
                (in, i, out) -> {
                    out.reserve(MAX_BYTES);
                    writer.apply(in, i, out);
                    if (out.length() > limit) {
                        out.setLength(Utf8.floor(out.bytes(), 0, limit, out.length()));
                    }
                },
                argument);
    }

    /** Appends the text of the first argument; the caller has reserved MAX_BYTES. */
    static TextFunction.Body writer(SqlType from, ZoneId zone) {
        int scale = from.scale();
        if (from.physical() == PhysicalType.INT128) {
            return (in, i, out) ->
                    out.setLength(
                            DecimalText.write(
                                    in.high(0, i), in.low(0, i), scale, out.bytes(), out.length()));
        }
        return switch (from.kind()) {
            case BOOLEAN ->
                    (in, i, out) ->
                            out.setLength(
                                    BooleanText.writeWord(
                                            (byte) in.integer(0, i), out.bytes(), out.length()));
            case SMALLINT, INTEGER, BIGINT ->
                    (in, i, out) ->
                            out.setLength(
                                    IntegerText.write(in.integer(0, i), out.bytes(), out.length()));
            case DECIMAL ->
                    (in, i, out) ->
                            out.setLength(
                                    DecimalText.write(
                                            in.integer(0, i), scale, out.bytes(), out.length()));
            case REAL ->
                    (in, i, out) ->
                            out.setLength(
                                    DoubleText.writeReal(in.real(0, i), out.bytes(), out.length()));
            case DOUBLE ->
                    (in, i, out) ->
                            out.setLength(
                                    DoubleText.write(in.real(0, i), out.bytes(), out.length()));
            case CHAR, VARCHAR ->
                    (in, i, out) -> out.append(in.heap(0), in.start(0, i), in.length(0, i));
            default -> (in, i, out) -> writeTime(from.kind(), in.integer(0, i), zone, out);
        };
    }

    private static void writeTime(TypeKind kind, long value, ZoneId zone, TextBuilder out) {
        byte[] b = out.bytes();
        int at = out.length();
        out.setLength(
                switch (kind) {
                    case DATE -> DateText.write((int) value, b, at);
                    case TIME -> TimeText.write(value, b, at);
                    case TIMESTAMP -> TimestampText.write(value, b, at);
                    case TIMESTAMPTZ -> TimestampText.writeZoned(value, zone, b, at);
                    case INTERVAL_MONTH -> IntervalText.writeMonths((int) value, b, at);
                    case INTERVAL_MICROS -> IntervalText.writeMicros(value, b, at);
                    default -> throw ColonnadeException.internal("no text for " + kind);
                });
    }
}
