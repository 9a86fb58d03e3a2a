package io.colonnade.engine.kernel;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.SqlType;

/** The arithmetic errors, in PostgreSQL's words. Stateless. */
public final class Overflow {
    private Overflow() {}

    public static ColonnadeException divisionByZero() {
        return new ColonnadeException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }

    /** For a type: {@code integer out of range}, or numeric field overflow. */
    public static ColonnadeException of(SqlType type) {
        return switch (type.kind()) {
            case DECIMAL -> numeric(type.precision(), type.scale());
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
                    new ColonnadeException(
                            ErrorCode.DATETIME_OVERFLOW, type.kind().sqlName() + " out of range");
            case INTERVAL_MONTH, INTERVAL_MICROS ->
                    new ColonnadeException(ErrorCode.DATETIME_OVERFLOW, "interval out of range");
            case REAL, DOUBLE ->
                    new ColonnadeException(
                            ErrorCode.NUMERIC_OUT_OF_RANGE, "value out of range: overflow");
            default -> outOfRange(type.kind().sqlName());
        };
    }

    public static ColonnadeException outOfRange(String typeName) {
        return new ColonnadeException(ErrorCode.NUMERIC_OUT_OF_RANGE, typeName + " out of range");
    }

    public static ColonnadeException numeric(int precision, int scale) {
        return new ColonnadeException(ErrorCode.NUMERIC_OUT_OF_RANGE, "numeric field overflow")
                .detail(
                        "A field with precision "
                                + precision
                                + ", scale "
                                + scale
                                + " must round to an absolute value less than 10^"
                                + (precision - scale)
                                + ".");
    }
}
