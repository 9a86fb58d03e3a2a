package io.colonnade.leader.pgwire;

import io.colonnade.engine.kernel.DateText;
import io.colonnade.engine.kernel.DecimalText;
import io.colonnade.engine.kernel.DoubleText;
import io.colonnade.engine.kernel.IntegerText;
import io.colonnade.engine.kernel.IntervalText;
import io.colonnade.engine.kernel.TimeText;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Arrays;

/** Encoders of the text format. Each writes straight into the output, without garbage. */
final class TextEncoders {
    /** Length field and the longest of the short forms, which are all below 64 bytes. */
    private static final int ROOM = 4 + 64;

    /** Digits that a double, and a float, always keeps. */
    private static final int DOUBLE_DIGITS = 15;

    private static final int REAL_DIGITS = 6;

    private TextEncoders() {}

    static ValueEncoder create(SqlType type, OutputStyle style) {
        int extraDigits = style.extraFloatDigits();
        return switch (type.kind()) {
            case BOOLEAN -> TextEncoders::bool;
            case SMALLINT, INTEGER -> integers(IntegerText::write);
            case BIGINT -> longs(IntegerText::write);
            case DECIMAL -> decimal(type);
            case REAL -> doubles((v, t, o) -> real(v, extraDigits, t, o));
            case DOUBLE -> doubles((v, t, o) -> floating(v, extraDigits, t, o));
            case DATE -> integers((v, t, o) -> DateText.write((int) v, t, o));
            case TIME -> longs(TimeText::write);
            case TIMESTAMP -> longs(TimestampText::write);
            case TIMESTAMPTZ -> {
                ZoneId zone = style.zone();
                yield longs((v, t, o) -> TimestampText.writeZoned(v, zone, t, o));
            }
            case CHAR -> blankPadded(type.precision());
            case VARCHAR -> TextEncoders::bytes;
            case INTERVAL_MONTH -> integers((v, t, o) -> IntervalText.writeMonths((int) v, t, o));
            case INTERVAL_MICROS -> longs(IntervalText::writeMicros);
        };
    }

    /** Writes a number's text at an offset and returns the offset after it. */
    private interface LongForm {
        int write(long value, byte[] target, int offset);
    }

    /** As {@link LongForm}. */
    private interface DoubleForm {
        int write(double value, byte[] target, int offset);
    }

    private static ValueEncoder integers(LongForm form) {
        return (vector, position, out) -> {
            byte[] target = out.reserve(ROOM);
            int start = out.size() + 4;
            finish(out, form.write(((IntVector) vector).value(position), target, start));
        };
    }

    private static ValueEncoder longs(LongForm form) {
        return (vector, position, out) -> {
            byte[] target = out.reserve(ROOM);
            int start = out.size() + 4;
            finish(out, form.write(((LongVector) vector).value(position), target, start));
        };
    }

    private static ValueEncoder doubles(DoubleForm form) {
        return (vector, position, out) -> {
            byte[] target = out.reserve(ROOM);
            int start = out.size() + 4;
            finish(out, form.write(((DoubleVector) vector).value(position), target, start));
        };
    }

    private static ValueEncoder decimal(SqlType type) {
        int scale = type.scale();
        if (type.precision() <= SqlType.MAX_LONG_PRECISION) {
            return longs((v, t, o) -> DecimalText.write(v, scale, t, o));
        }
        return (vector, position, out) -> {
            Int128Vector values = (Int128Vector) vector;
            byte[] target = out.reserve(ROOM);
            finish(
                    out,
                    DecimalText.write(
                            values.highAt(position),
                            values.lowAt(position),
                            scale,
                            target,
                            out.size() + 4));
        };
    }

    /** Fills in the length in front of a text that ends at `end`. */
    private static void finish(WireBuffer out, int end) {
        out.setInt32(out.size(), end - out.size() - 4);
        out.setSize(end);
    }

    private static int floating(double value, int extraDigits, byte[] target, int offset) {
        double shown =
                extraDigits > 0 ? value : rounded(value, Math.max(1, DOUBLE_DIGITS + extraDigits));
        return DoubleText.write(shown, target, offset);
    }

    private static int real(double value, int extraDigits, byte[] target, int offset) {
        double shown =
                extraDigits > 0 ? value : rounded(value, Math.max(1, REAL_DIGITS + extraDigits));
        return DoubleText.writeReal(shown, target, offset);
    }

    /** So few digits are also the shortest text of the double nearest to them. */
    private static double rounded(double value, int digits) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                        .doubleValue()
                : value;
    }

    private static void bool(Vector vector, int position, WireBuffer out) {
        out.int32(1);
        out.int8(((BooleanVector) vector).value(position) == 0 ? 'f' : 't');
    }

    static void bytes(Vector vector, int position, WireBuffer out) {
        BytesVector values = (BytesVector) vector;
        int length = values.lengthAt(position);
        out.int32(length);
        out.bytes(values.heapAt(), values.startAt(position), length);
    }

    /** CHAR(n): blanks up to n characters. */
    static ValueEncoder blankPadded(int characters) {
        return (vector, position, out) -> {
            BytesVector values = (BytesVector) vector;
            byte[] heap = values.heapAt();
            int start = values.startAt(position);
            int length = values.lengthAt(position);
            int blanks = Math.max(0, characters - characters(heap, start, length));
            out.int32(length + blanks);
            byte[] target = out.reserve(length + blanks);
            int at = out.size();
            System.arraycopy(heap, start, target, at, length);
            Arrays.fill(target, at + length, at + length + blanks, (byte) ' ');
            out.setSize(at + length + blanks);
        };
    }

    /** Characters of UTF-8 bytes: those that do not continue another. */
    private static int characters(byte[] bytes, int start, int length) {
        int count = 0;
        for (int i = start; i < start + length; i++) {
            count += (bytes[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return count;
    }
}
