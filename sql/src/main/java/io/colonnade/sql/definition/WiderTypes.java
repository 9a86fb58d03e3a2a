package io.colonnade.sql.definition;

import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/** Which types hold all values of another one, in whatever form. Stateless. */
final class WiderTypes {
    private WiderTypes() {}

    static boolean holds(SqlType old, SqlType type) {
        return switch (type.kind()) {
            case BIGINT -> integerDigits(old) > 0;
            case DECIMAL -> {
                int digits =
                        old.kind() == TypeKind.DECIMAL
                                ? old.precision() - old.scale()
                                : integerDigits(old);
                int scale = old.kind() == TypeKind.DECIMAL ? old.scale() : 0;
                yield digits > 0
                        && type.precision() - type.scale() >= digits
                        && type.scale() >= scale;
            }
            case DOUBLE -> old.kind() == TypeKind.REAL;
            default -> false;
        };
    }

    /** Most digits of an integer type; 0 for other types. */
    private static int integerDigits(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> 0;
        };
    }
}
