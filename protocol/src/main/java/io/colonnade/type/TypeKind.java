package io.colonnade.type;

import java.util.Locale;

/** The SQL types. The number is what crosses the wire and is stored: never change or reuse one. */
public enum TypeKind {
    BOOLEAN(1, "boolean", PhysicalType.BOOLEAN),
    SMALLINT(2, "smallint", PhysicalType.INT),
    INTEGER(3, "integer", PhysicalType.INT),
    BIGINT(4, "bigint", PhysicalType.LONG),
    /** LONG up to 18 digits, INT128 above. */
    DECIMAL(5, "numeric", PhysicalType.LONG),
    REAL(6, "real", PhysicalType.DOUBLE),
    DOUBLE(7, "double precision", PhysicalType.DOUBLE),
    DATE(8, "date", PhysicalType.INT),
    /** Microseconds since midnight. */
    TIME(9, "time without time zone", PhysicalType.LONG),
    /** Microseconds since 1970-01-01 00:00:00, no zone. */
    TIMESTAMP(10, "timestamp without time zone", PhysicalType.LONG),
    /** Microseconds since 1970-01-01 00:00:00 UTC. */
    TIMESTAMPTZ(11, "timestamp with time zone", PhysicalType.LONG),
    CHAR(12, "character", PhysicalType.BYTES),
    VARCHAR(13, "character varying", PhysicalType.BYTES),
    /** Year-month interval, in months. */
    INTERVAL_MONTH(14, "interval year to month", PhysicalType.INT),
    /** Day-time interval, in microseconds. */
    INTERVAL_MICROS(15, "interval day to second", PhysicalType.LONG);

    private static final TypeKind[] BY_NUMBER = new TypeKind[16];

    static {
        for (TypeKind kind : values()) {
            BY_NUMBER[kind.number] = kind;
        }
    }

    private final int number;
    private final String sqlName;
    private final PhysicalType physical;

    TypeKind(int number, String sqlName, PhysicalType physical) {
        this.number = number;
        this.sqlName = sqlName;
        this.physical = physical;
    }

    public int number() {
        return number;
    }

    /** PostgreSQL's name of the type, without length. */
    public String sqlName() {
        return sqlName;
    }

    PhysicalType physical() {
        return physical;
    }

    /** The kind with this number; unknown numbers are an IllegalArgumentException. */
    public static TypeKind of(int number) {
        if (number < 1 || number >= BY_NUMBER.length || BY_NUMBER[number] == null) {
            throw new IllegalArgumentException("unknown type number " + number);
        }
        return BY_NUMBER[number];
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
