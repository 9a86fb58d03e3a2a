package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.sql.parser.TypeName;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/** The types written in PREPARE name (types). */
final class ParameterTypeNames {
    private ParameterTypeNames() {}

    static List<SqlType> resolve(List<TypeName> names) {
        List<SqlType> types = new ArrayList<>();
        for (TypeName name : names) {
            types.add(resolve(name));
        }
        return types;
    }

    /** The type; null (inferred) for {@code unknown}. Lengths do not matter for parameters. */
    private static SqlType resolve(TypeName name) {
        if (name.arrayDimensions() > 0) {
            throw ColonnadeException.notSupported("parameters of type " + name);
        }
        return switch (name.name()) {
            case "boolean" -> SqlType.BOOLEAN;
            case "smallint" -> SqlType.SMALLINT;
            case "integer" -> SqlType.INTEGER;
            case "bigint" -> SqlType.BIGINT;
            case "numeric" -> numeric(name.modifiers());
            case "real" -> SqlType.REAL;
            case "double precision" -> SqlType.DOUBLE;
            case "date" -> SqlType.DATE;
            case "time without time zone" -> SqlType.TIME;
            case "timestamp without time zone" -> SqlType.TIMESTAMP;
            case "timestamp with time zone" -> SqlType.TIMESTAMPTZ;
            case "character", "character varying", "text", "bpchar" -> SqlType.VARCHAR;
            case "interval year to month" -> SqlType.INTERVAL_MONTH;
            case "interval day to second" -> SqlType.INTERVAL_MICROS;
            case "unknown" -> null;
            default -> throw ColonnadeException.notSupported("parameters of type " + name);
        };
    }

    private static SqlType numeric(List<Integer> modifiers) {
        return switch (modifiers.size()) {
            case 0 -> SqlType.decimal(SqlType.MAX_PRECISION, 10);
            case 1 -> SqlType.decimal(modifiers.get(0), 0);
            default -> SqlType.decimal(modifiers.get(0), modifiers.get(1));
        };
    }
}
