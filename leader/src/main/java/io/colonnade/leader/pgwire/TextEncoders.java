package io.colonnade.leader.pgwire;

import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.Arrays;

/** Encoders of the text format. Each writes straight into the output, without garbage. */
final class TextEncoders {
    /** Length field and the longest of the short forms. */
    private static final int ROOM = 4 + Math.max(NumberText.MAX_BYTES, TimeText.MAX_BYTES);

    private TextEncoders() {}

    static ValueEncoder create(SqlType type, OutputStyle style) {
        int extraDigits = style.extraFloatDigits();
        return switch (type.kind()) {
            case BOOLEAN -> TextEncoders::bool;
            case SMALLINT, INTEGER -> integers((v, t, o) -> NumberText.whole(v, t, o));
            case BIGINT -> longs((v, t, o) -> NumberText.whole(v, t, o));
            case DECIMAL -> decimal(type);
            case REAL -> doubles((v, t, o) -> NumberText.float4((float) v, extraDigits, t, o));
            case DOUBLE -> doubles((v, t, o) -> NumberText.float8(v, extraDigits, t, o));
            case DATE -> integers((v, t, o) -> TimeText.date(v, t, o));
            case TIME -> longs((v, t, o) -> TimeText.time(v, t, o));
            case TIMESTAMP -> longs((v, t, o) -> TimeText.timestamp(v, t, o));
            case TIMESTAMPTZ -> {
                ZoneOffsets zone = new ZoneOffsets(style.zone());
                yield longs((v, t, o) -> TimeText.timestampWithZone(v, zone, t, o));
            }
            case CHAR -> blankPadded(type.precision());
            case VARCHAR -> TextEncoders::bytes;
            case INTERVAL_MONTH -> integers((v, t, o) -> TimeText.months(v, t, o));
            case INTERVAL_MICROS -> longs((v, t, o) -> TimeText.dayTime(v, t, o));
        };
    }

    /** Writes a number's text at an offset and returns the offset after it. */
    private interface LongText {
        int write(long value, byte[] target, int offset);
    }

    /** As {@link LongText}. */
    private interface DoubleText {
        int write(double value, byte[] target, int offset);
    }

    private static ValueEncoder integers(LongText text) {
        return (vector, position, out) -> {
            byte[] target = out.reserve(ROOM);
            int start = out.size() + 4;
            finish(out, text.write(((IntVector) vector).value(position), target, start));
        };
    }

    private static ValueEncoder longs(LongText text) {
        return (vector, position, out) -> {
            byte[] target = out.reserve(ROOM);
            int start = out.size() + 4;
            finish(out, text.write(((LongVector) vector).value(position), target, start));
        };
    }

    private static ValueEncoder doubles(DoubleText text) {
        return (vector, position, out) -> {
            byte[] target = out.reserve(ROOM);
            int start = out.size() + 4;
            finish(out, text.write(((DoubleVector) vector).value(position), target, start));
        };
    }

    private static ValueEncoder decimal(SqlType type) {
        int scale = type.scale();
        if (type.precision() <= SqlType.MAX_LONG_PRECISION) {
            return longs((v, t, o) -> NumberText.decimal(v, scale, t, o));
        }
        return (vector, position, out) -> {
            Int128Vector values = (Int128Vector) vector;
            byte[] target = out.reserve(ROOM);
            finish(
                    out,
                    NumberText.decimal(
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
