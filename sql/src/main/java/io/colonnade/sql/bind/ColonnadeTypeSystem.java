package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Limits of the types and the result types of arithmetic and aggregates, after Redshift:
 *
 * <pre>
 * d1 + d2, d1 - d2   scale max(s1,s2), digits max(p1-s1,p2-s2) + scale + 1
 * d1 * d2            scale s1+s2, digits p1+p2
 * d1 / d2            scale max(6,s1), digits p1-s1+s2 + scale
 * d1 % d2            scale max(s1,s2)
 * sum                SMALLINT, INTEGER -> BIGINT; BIGINT -> (38,0); (p,s) -> (38,s); floats DOUBLE
 * avg                exact -> (38, max(6,s)); floats -> DOUBLE
 * </pre>
 *
 * Digits are capped at 38; then the scale gives way, but not below 6 unless it was. Stateless.
 */
public final class ColonnadeTypeSystem extends RelDataTypeSystemImpl {
    public static final ColonnadeTypeSystem INSTANCE = new ColonnadeTypeSystem();

    /** Longest VARCHAR in bytes. */
    public static final int MAX_TEXT_BYTES = 65_535;

    /** Digits after the point that a quotient or mean of exact numbers has at least. */
    private static final int MIN_QUOTIENT_SCALE = 6;

    private ColonnadeTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> SqlType.MAX_PRECISION;
            case CHAR, VARCHAR -> Integer.MAX_VALUE;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? SqlType.MAX_PRECISION : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        return switch (type) {
            // numeric without parameters is numeric(18,0), as in Redshift.
            case DECIMAL -> 18;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 6;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
                    case BIGINT ->
                            factory.createSqlType(SqlTypeName.DECIMAL, SqlType.MAX_PRECISION, 0);
                    case DECIMAL ->
                            factory.createSqlType(
                                    SqlTypeName.DECIMAL,
                                    SqlType.MAX_PRECISION,
                                    argument.getScale());
                    case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
                            factory.createSqlType(
                                    SqlTypeName.DECIMAL,
                                    SqlType.MAX_PRECISION,
                                    Math.max(MIN_QUOTIENT_SCALE, scale(argument)));
                    case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveDecimalPlusType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        int scale = Math.max(scale(left), scale(right));
        int whole = Math.max(digits(left) - scale(left), digits(right) - scale(right));
        return decimal(factory, whole + scale + 1, scale);
    }

    @Override
    public RelDataType deriveDecimalMultiplyType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        return decimal(factory, digits(left) + digits(right), scale(left) + scale(right));
    }

    @Override
    public RelDataType deriveDecimalDivideType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        int scale = Math.max(MIN_QUOTIENT_SCALE, scale(left));
        int whole = digits(left) - scale(left) + scale(right);
        return decimal(factory, whole + scale, scale);
    }

    @Override
    public RelDataType deriveDecimalModType(
            RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!isDecimalArithmetic(left, right)) {
            return null;
        }
        int scale = Math.max(scale(left), scale(right));
        int whole = Math.max(digits(left) - scale(left), digits(right) - scale(right));
        return decimal(factory, whole + scale, scale);
    }

    private static boolean isDecimalArithmetic(RelDataType left, RelDataType right) {
        return SqlTypeUtil.isExactNumeric(left)
                && SqlTypeUtil.isExactNumeric(right)
                && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
    }

    private static RelDataType decimal(RelDataTypeFactory factory, int digits, int scale) {
        if (digits <= SqlType.MAX_PRECISION) {
            return factory.createSqlType(SqlTypeName.DECIMAL, digits, scale);
        }
        int whole = digits - scale;
        int kept = Math.min(scale, MIN_QUOTIENT_SCALE);
        int fitted = Math.max(kept, Math.min(scale, SqlType.MAX_PRECISION - whole));
        return factory.createSqlType(SqlTypeName.DECIMAL, SqlType.MAX_PRECISION, fitted);
    }

    /** Digits that hold any value of an exact number type. */
    public static int digits(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT, SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.getPrecision();
        };
    }

    static int scale(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
    }
}
