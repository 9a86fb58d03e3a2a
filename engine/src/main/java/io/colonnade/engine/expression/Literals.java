package io.colonnade.engine.expression;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Literal;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Between the plan's literals and constant vectors. Stateless. */
public final class Literals {
    private Literals() {}

    /** A constant vector of capacity 1. */
    public static Vector vector(Literal literal, PhysicalType physical) {
        Vector vector = Vector.create(physical, 1);
        if (literal.getValueCase() == Literal.ValueCase.NULL_VALUE
                || literal.getValueCase() == Literal.ValueCase.VALUE_NOT_SET) {
            vector.setConstantNull();
            return vector;
        }
        switch (vector) {
            case BooleanVector v -> v.setConstantValue((byte) (truth(literal) ? 1 : 0));
            case IntVector v -> v.setConstantValue(Math.toIntExact(integer(literal)));
            case LongVector v -> v.setConstantValue(integer(literal));
            case DoubleVector v -> v.setConstantValue(real(literal));
            case BytesVector v -> v.setConstantValue(literal.getBytesValue().toByteArray());
            case Int128Vector v -> setInt128(literal, v);
        }
        return vector;
    }

    private static boolean truth(Literal literal) {
        return literal.hasBooleanValue() ? literal.getBooleanValue() : literal.getLongValue() != 0;
    }

    private static long integer(Literal literal) {
        if (literal.hasInt128Value()) {
            ByteBuffer bytes = literal.getInt128Value().asReadOnlyByteBuffer();
            long high = bytes.getLong();
            long low = bytes.getLong();
            if (high != low >> 63) {
                throw ColonnadeException.internal("literal does not fit 64 bits");
            }
            return low;
        }
        if (!literal.hasLongValue()) {
            throw ColonnadeException.internal("literal is no integer: " + literal.getValueCase());
        }
        return literal.getLongValue();
    }

    private static double real(Literal literal) {
        return literal.hasDoubleValue() ? literal.getDoubleValue() : integer(literal);
    }

    private static void setInt128(Literal literal, Int128Vector vector) {
        if (literal.hasInt128Value()) {
            ByteBuffer bytes = literal.getInt128Value().asReadOnlyByteBuffer();
            long high = bytes.getLong();
            vector.setConstantValue(high, bytes.getLong());
        } else {
            long low = integer(literal);
            vector.setConstantValue(low >> 63, low);
        }
    }

    /** The value at a position as a literal. */
    public static Literal literal(Vector vector, int position) {
        Literal.Builder builder = Literal.newBuilder();
        if (vector.isNull(position)) {
            return builder.setNullValue(true).build();
        }
        switch (vector) {
            case BooleanVector v -> builder.setBooleanValue(v.value(position) != 0);
            case IntVector v -> builder.setLongValue(v.value(position));
            case LongVector v -> builder.setLongValue(v.value(position));
            case DoubleVector v -> builder.setDoubleValue(v.value(position));
            case BytesVector v ->
                    builder.setBytesValue(
                            ByteString.copyFrom(
                                    v.heapAt(), v.startAt(position), v.lengthAt(position)));
            case Int128Vector v -> {
                ByteBuffer bytes = ByteBuffer.allocate(16);
                bytes.putLong(v.highAt(position)).putLong(v.lowAt(position)).flip();
                builder.setInt128Value(ByteString.copyFrom(bytes));
            }
        }
        return builder.build();
    }

    /** The text of a constant vector that is not NULL. */
    static String text(Vector constant) {
        BytesVector v = (BytesVector) constant;
        return new String(v.heapAt(), v.startAt(0), v.lengthAt(0), StandardCharsets.UTF_8);
    }
}
