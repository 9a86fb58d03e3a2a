package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.Locale;

/** Encoders of the binary format. */
final class BinaryEncoders {
    /** PostgreSQL counts from 2000-01-01. */
    static final int EPOCH_DAYS = 10_957;

    static final long MICROS_PER_DAY = 86_400_000_000L;
    static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;

    private BinaryEncoders() {}

    static ValueEncoder create(ResultColumn column) {
        SqlType type = column.type();
        WireType wire = WireType.of(column);
        return switch (wire.binary()) {
            case BOOL -> BinaryEncoders::bool;
            case INT2 -> number(type, 2);
            case INT4 -> number(type, 4);
            case INT8 -> number(type, 8);
            case FLOAT4 -> BinaryEncoders::float4;
            case FLOAT8 -> BinaryEncoders::float8;
            case NUMERIC -> numeric(type);
            case DATE -> BinaryEncoders::date;
            case TIME -> BinaryEncoders::time;
            case TIMESTAMP -> BinaryEncoders::timestamp;
            case INTERVAL ->
                    type.kind() == TypeKind.INTERVAL_MONTH
                            ? BinaryEncoders::months
                            : BinaryEncoders::dayTime;
            case BYTES ->
                    type.kind() == TypeKind.CHAR
                            ? TextEncoders.blankPadded(type.precision())
                            : TextEncoders::bytes;
            case NONE ->
                    throw ColonnadeException.notSupported(
                            "the binary form of " + wire.name().toLowerCase(Locale.ROOT));
        };
    }

    /** Whole numbers of 2, 4 or 8 bytes out of whatever holds them. */
    private static ValueEncoder number(SqlType type, int bytes) {
        boolean fromInt = type.physical() == PhysicalType.INT;
        if (!fromInt && type.physical() != PhysicalType.LONG) {
            throw ColonnadeException.notSupported("the binary form of a number held as " + type);
        }
        return (vector, position, out) -> {
            long value =
                    fromInt
                            ? ((IntVector) vector).value(position)
                            : ((LongVector) vector).value(position);
            out.int32(bytes);
            switch (bytes) {
                case 2 -> out.int16((int) value);
                case 4 -> out.int32((int) value);
                default -> out.int64(value);
            }
        };
    }

    private static void bool(Vector vector, int position, WireBuffer out) {
        out.int32(1);
        out.int8(((BooleanVector) vector).value(position));
    }

    private static void float4(Vector vector, int position, WireBuffer out) {
        out.int32(4);
        out.int32(Float.floatToIntBits((float) ((DoubleVector) vector).value(position)));
    }

    private static void float8(Vector vector, int position, WireBuffer out) {
        out.int32(8);
        out.int64(Double.doubleToLongBits(((DoubleVector) vector).value(position)));
    }

    private static void date(Vector vector, int position, WireBuffer out) {
        out.int32(4);
        out.int32(((IntVector) vector).value(position) - EPOCH_DAYS);
    }

    private static void time(Vector vector, int position, WireBuffer out) {
        out.int32(8);
        out.int64(((LongVector) vector).value(position));
    }

    private static void timestamp(Vector vector, int position, WireBuffer out) {
        out.int32(8);
        out.int64(((LongVector) vector).value(position) - EPOCH_MICROS);
    }

    private static void months(Vector vector, int position, WireBuffer out) {
        interval(0, 0, ((IntVector) vector).value(position), out);
    }

    private static void dayTime(Vector vector, int position, WireBuffer out) {
        long micros = ((LongVector) vector).value(position);
        interval(micros % MICROS_PER_DAY, (int) (micros / MICROS_PER_DAY), 0, out);
    }

    private static void interval(long micros, int days, int months, WireBuffer out) {
        out.int32(16);
        out.int64(micros);
        out.int32(days);
        out.int32(months);
    }

    private static ValueEncoder numeric(SqlType type) {
        NumericWriter writer = new NumericWriter(type.scale());
        if (type.physical() == PhysicalType.LONG) {
            return (vector, position, out) ->
                    writer.write(((LongVector) vector).value(position), out);
        }
        return (vector, position, out) -> {
            Int128Vector values = (Int128Vector) vector;
            writer.write(values.highAt(position), values.lowAt(position), out);
        };
    }
}
