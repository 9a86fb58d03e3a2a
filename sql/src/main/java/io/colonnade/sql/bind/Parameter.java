package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * What a function takes at one place. {@link #distance} ranks the fit as PostgreSQL does: exact
 * before implicit cast; an untyped constant fits everything, text best.
 */
enum Parameter {
    /** Anything, left as it is. */
    ANY,
    /** Anything; a constant without a type takes the type that the others of SAME have. */
    SAME,
    BOOLEAN,
    /** Any integer type, left as it is. */
    INTEGRAL,
    /** Any integer type, converted to INTEGER. */
    INTEGER,
    /** Any integer type, converted to BIGINT. */
    BIGINT,
    /** Integers and decimals, left as they are. */
    EXACT,
    /** Any number, left as it is. */
    NUMBER,
    DOUBLE,
    TEXT,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    MONTHS,
    MICROS;

    /** The argument does not fit. */
    static final int NO_MATCH = -1;

    private static final int EXACT_MATCH = 0;
    private static final int PREFERRED_CAST = 1;
    private static final int CAST = 2;
    private static final int FAR_CAST = 4;
    private static final int ANYTHING = 8;

    /** How far the argument's type is from this parameter, or {@link #NO_MATCH}. */
    int distance(RelDataType type, boolean untyped) {
        if (untyped) {
            return this == TEXT ? PREFERRED_CAST : this == ANY || this == SAME ? ANYTHING : CAST;
        }
        SqlTypeName name = type.getSqlTypeName();
        return switch (this) {
            case ANY, SAME -> ANYTHING;
            case BOOLEAN -> name == SqlTypeName.BOOLEAN ? EXACT_MATCH : NO_MATCH;
            case INTEGRAL, INTEGER, BIGINT -> SqlTypeUtil.isIntType(type) ? EXACT_MATCH : NO_MATCH;
            case EXACT -> SqlTypeUtil.isExactNumeric(type) ? PREFERRED_CAST : NO_MATCH;
            case NUMBER -> SqlTypeUtil.isNumeric(type) ? PREFERRED_CAST : NO_MATCH;
            case DOUBLE -> number(type);
            case TEXT -> SqlTypeUtil.inCharFamily(type) ? EXACT_MATCH : NO_MATCH;
            case DATE -> name == SqlTypeName.DATE ? EXACT_MATCH : NO_MATCH;
            case TIME -> name == SqlTypeName.TIME ? EXACT_MATCH : NO_MATCH;
            case TIMESTAMP, TIMESTAMPTZ -> moment(name);
            case MONTHS -> SqlTypeName.YEAR_INTERVAL_TYPES.contains(name) ? EXACT_MATCH : NO_MATCH;
            case MICROS -> SqlTypeName.DAY_INTERVAL_TYPES.contains(name) ? EXACT_MATCH : NO_MATCH;
        };
    }

    private static int number(RelDataType type) {
        if (SqlTypeUtil.isApproximateNumeric(type)) {
            return EXACT_MATCH;
        }
        return SqlTypeUtil.isExactNumeric(type) ? CAST : NO_MATCH;
    }

    private int moment(SqlTypeName name) {
        return switch (name) {
            case DATE -> this == TIMESTAMP ? PREFERRED_CAST : CAST;
            case TIMESTAMP -> this == TIMESTAMP ? EXACT_MATCH : FAR_CAST;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> this == TIMESTAMPTZ ? EXACT_MATCH : NO_MATCH;
            default -> NO_MATCH;
        };
    }

    /** The type that an argument is converted to; the argument's own when it stays. */
    RelDataType target(RelDataType type, boolean untyped) {
        SqlType wanted =
                switch (this) {
                    case BOOLEAN -> SqlType.BOOLEAN;
                    case INTEGER -> SqlType.INTEGER;
                    case BIGINT -> SqlType.BIGINT;
                    case DOUBLE -> SqlType.DOUBLE;
                    case DATE -> SqlType.DATE;
                    case TIME -> SqlType.TIME;
                    case TIMESTAMP -> SqlType.TIMESTAMP;
                    case TIMESTAMPTZ -> SqlType.TIMESTAMPTZ;
                    case TEXT -> SqlTypeUtil.inCharFamily(type) ? null : SqlType.VARCHAR;
                    case INTEGRAL -> untyped ? SqlType.INTEGER : null;
                    case EXACT -> untyped ? SqlType.decimal(38, 10) : null;
                    case NUMBER -> untyped ? SqlType.DOUBLE : null;
                    case MONTHS -> untyped ? SqlType.INTERVAL_MONTH : null;
                    case MICROS -> untyped ? SqlType.INTERVAL_MICROS : null;
                    case ANY, SAME ->
                            type.getSqlTypeName() == SqlTypeName.UNKNOWN ? SqlType.VARCHAR : null;
                };
        return wanted == null ? type : TypeMapping.toRel(wanted, type.isNullable());
    }
}
