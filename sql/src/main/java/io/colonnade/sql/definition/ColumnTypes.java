package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.TypeName;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.List;

/** The type of a column as Redshift reads its declaration: defaults and limits included. */
final class ColumnTypes {
    private static final int DEFAULT_VARCHAR_BYTES = 256;
    private static final int MAX_VARCHAR_BYTES = 65_535;
    private static final int MAX_CHAR_BYTES = 4_096;
    private static final int DEFAULT_DECIMAL_DIGITS = 18;
    private static final int MAX_DECIMAL_SCALE = 37;

    private ColumnTypes() {}

    static SqlType of(TypeName name) {
        if (name.arrayDimensions() > 0) {
            throw ColonnadeException.notSupported("a column of type " + name);
        }
        return switch (name.name()) {
            case "boolean" -> SqlType.BOOLEAN;
            case "smallint" -> SqlType.SMALLINT;
            case "integer" -> SqlType.INTEGER;
            case "bigint" -> SqlType.BIGINT;
            case "real" -> SqlType.REAL;
            case "double precision" -> SqlType.DOUBLE;
            case "date" -> SqlType.DATE;
            case "time without time zone" -> SqlType.TIME;
            case "timestamp without time zone" -> SqlType.TIMESTAMP;
            case "timestamp with time zone" -> SqlType.TIMESTAMPTZ;
            case "numeric" -> decimal(name);
            case "character" -> text(name, TypeKind.CHAR, 1, MAX_CHAR_BYTES);
            case "character varying" ->
                    text(name, TypeKind.VARCHAR, DEFAULT_VARCHAR_BYTES, MAX_VARCHAR_BYTES);
            case "text", "bpchar" -> SqlType.varchar(DEFAULT_VARCHAR_BYTES);
            default -> throw ColonnadeException.notSupported("a column of type " + name);
        };
    }

    private static SqlType decimal(TypeName name) {
        List<Integer> modifiers = name.modifiers();
        int precision = modifiers.isEmpty() ? DEFAULT_DECIMAL_DIGITS : modifiers.getFirst();
        int scale = modifiers.size() < 2 ? 0 : modifiers.get(1);
        if (precision < 1 || precision > SqlType.MAX_PRECISION) {
            throw invalid(
                    "NUMERIC precision "
                            + precision
                            + " must be between 1 and "
                            + SqlType.MAX_PRECISION);
        }
        if (scale < 0 || scale > Math.min(precision, MAX_DECIMAL_SCALE)) {
            throw invalid(
                    "NUMERIC scale " + scale + " must be between 0 and precision " + precision);
        }
        return SqlType.decimal(precision, scale);
    }

    private static SqlType text(TypeName name, TypeKind kind, int defaultBytes, int maxBytes) {
        int bytes = name.modifiers().isEmpty() ? defaultBytes : name.modifiers().getFirst();
        if (bytes < 1 || bytes > maxBytes) {
            throw invalid(
                    "length for type " + kind + " must be between 1 and " + maxBytes + " bytes");
        }
        return new SqlType(kind, bytes, 0);
    }

    private static ColonnadeException invalid(String message) {
        return new ColonnadeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
