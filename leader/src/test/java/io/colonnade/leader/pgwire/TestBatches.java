package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.ParameterValues;
import io.colonnade.plan.Literal;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;

/** Batches from Java values, for tests. */
final class TestBatches {
    private TestBatches() {}

    /** A batch of one column; null elements are NULL. */
    static Vector vector(SqlType type, List<?> values) {
        Vector vector = Vector.create(type.physical(), Math.max(1, values.size()));
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                vector.setNull(i);
            } else {
                set(vector, i, type, value);
            }
        }
        return vector;
    }

    static Batch batch(int rows, Vector... columns) {
        Batch batch = new Batch(columns);
        batch.setSize(rows);
        return batch;
    }

    private static void set(Vector vector, int at, SqlType type, Object value) {
        switch (vector) {
            case BooleanVector v -> v.values()[at] = (byte) ((Boolean) value ? 1 : 0);
            case IntVector v -> v.values()[at] = (int) whole(type, value);
            case LongVector v -> v.values()[at] = whole(type, value);
            case DoubleVector v -> v.values()[at] = ((Number) value).doubleValue();
            case Int128Vector v -> {
                BigInteger unscaled = unscaled(type, value);
                v.high()[at] = unscaled.shiftRight(64).longValue();
                v.low()[at] = unscaled.longValue();
            }
            case BytesVector v -> {
                byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
                v.append(at, bytes, 0, bytes.length);
            }
        }
    }

    private static BigInteger unscaled(SqlType type, Object value) {
        return ((BigDecimal) value).setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
    }

    private static long whole(SqlType type, Object value) {
        return switch (value) {
            case BigDecimal decimal -> unscaled(type, decimal).longValueExact();
            case LocalDate date -> date.toEpochDay();
            case LocalTime time -> time.toNanoOfDay() / 1000;
            case LocalDateTime stamp ->
                    ChronoUnit.MICROS.between(
                            LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), stamp);
            default -> ((Number) value).longValue();
        };
    }

    /** The first parameter as a row. */
    static Batch of(ParameterValues parameters, SqlType type) {
        Vector vector = Vector.create(type.physical(), 1);
        Literal literal = parameters.values().getFirst();
        switch (literal.getValueCase()) {
            case NULL_VALUE -> vector.setNull(0);
            case BOOLEAN_VALUE -> set(vector, 0, type, literal.getBooleanValue());
            case DOUBLE_VALUE -> set(vector, 0, type, literal.getDoubleValue());
            case BYTES_VALUE -> set(vector, 0, type, literal.getBytesValue().toStringUtf8());
            case LONG_VALUE -> {
                SqlType actual = parameters.types().getFirst();
                set(
                        vector,
                        0,
                        type,
                        actual.kind() == TypeKind.DECIMAL
                                ? BigDecimal.valueOf(literal.getLongValue(), actual.scale())
                                : (Object) literal.getLongValue());
            }
            case INT128_VALUE ->
                    set(
                            vector,
                            0,
                            type,
                            new BigDecimal(
                                    new BigInteger(literal.getInt128Value().toByteArray()),
                                    parameters.types().getFirst().scale()));
            case VALUE_NOT_SET -> throw new IllegalStateException();
        }
        return batch(1, vector);
    }

    /** Batches with the numbers 0 .. rows - 1 in a BIGINT column, made as they are asked for. */
    static Iterable<Batch> numbers(long rows) {
        return () ->
                new Iterator<>() {
                    private final LongVector vector = new LongVector(Batch.CAPACITY);
                    private final Batch batch = new Batch(vector);
                    private long next;

                    @Override
                    public boolean hasNext() {
                        return next < rows;
                    }

                    @Override
                    public Batch next() {
                        int count = (int) Math.min(Batch.CAPACITY, rows - next);
                        for (int i = 0; i < count; i++) {
                            vector.values()[i] = next + i;
                        }
                        next += count;
                        batch.setSize(count);
                        return batch;
                    }
                };
    }

    /** A 128-bit value's two halves. */
    static long[] halves(BigInteger value) {
        return new long[] {value.shiftRight(64).longValue(), value.longValue()};
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
