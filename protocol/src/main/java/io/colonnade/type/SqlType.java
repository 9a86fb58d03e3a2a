package io.colonnade.type;

import io.colonnade.plan.DataType;

/**
 * A SQL type with its parameters.
 *
 * @param precision DECIMAL: digits (1..38); CHAR, VARCHAR: length in bytes, 0 = unlimited; else 0
 * @param scale DECIMAL: digits after the point; else 0
 */
public record SqlType(TypeKind kind, int precision, int scale) {
    /** Most digits of a DECIMAL that fits a long. */
    public static final int MAX_LONG_PRECISION = 18;

    public static final int MAX_PRECISION = 38;

    public static final SqlType BOOLEAN = of(TypeKind.BOOLEAN);
    public static final SqlType SMALLINT = of(TypeKind.SMALLINT);
    public static final SqlType INTEGER = of(TypeKind.INTEGER);
    public static final SqlType BIGINT = of(TypeKind.BIGINT);
    public static final SqlType REAL = of(TypeKind.REAL);
    public static final SqlType DOUBLE = of(TypeKind.DOUBLE);
    public static final SqlType DATE = of(TypeKind.DATE);
    public static final SqlType TIME = of(TypeKind.TIME);
    public static final SqlType TIMESTAMP = of(TypeKind.TIMESTAMP);
    public static final SqlType TIMESTAMPTZ = of(TypeKind.TIMESTAMPTZ);
    public static final SqlType VARCHAR = of(TypeKind.VARCHAR);
    public static final SqlType INTERVAL_MONTH = of(TypeKind.INTERVAL_MONTH);
    public static final SqlType INTERVAL_MICROS = of(TypeKind.INTERVAL_MICROS);

    public SqlType {
        if (kind == TypeKind.DECIMAL
                && (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision)) {
            throw new IllegalArgumentException("numeric(" + precision + "," + scale + ")");
        }
    }

    public static SqlType of(TypeKind kind) {
        return new SqlType(kind, 0, 0);
    }

    public static SqlType decimal(int precision, int scale) {
        return new SqlType(TypeKind.DECIMAL, precision, scale);
    }

    public static SqlType varchar(int bytes) {
        return new SqlType(TypeKind.VARCHAR, bytes, 0);
    }

    public static SqlType character(int bytes) {
        return new SqlType(TypeKind.CHAR, bytes, 0);
    }

    public PhysicalType physical() {
        return kind == TypeKind.DECIMAL && precision > MAX_LONG_PRECISION
                ? PhysicalType.INT128
                : kind.physical();
    }

    public DataType toProto(boolean nullable) {
        return DataType.newBuilder()
                .setKind(kind.number())
                .setPrecision(precision)
                .setScale(scale)
                .setNullable(nullable)
                .build();
    }

    public static SqlType fromProto(DataType type) {
        return new SqlType(TypeKind.of(type.getKind()), type.getPrecision(), type.getScale());
    }

    /** PostgreSQL's spelling, e.g. {@code numeric(15,2)}, {@code character varying(44)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case DECIMAL -> "numeric(" + precision + "," + scale + ")";
            case CHAR, VARCHAR ->
                    precision == 0 ? kind.sqlName() : kind.sqlName() + "(" + precision + ")";
            default -> kind.sqlName();
        };
    }
}
