package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.DataType;
import io.colonnade.type.SqlType;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Between our types and Calcite's. TIMESTAMPTZ is TIMESTAMP WITH LOCAL TIME ZONE there; a VARCHAR
 * without limit has no precision; the type of a bare NULL is VARCHAR. Stateless; {@link #FACTORY}
 * is shared by all threads.
 */
public final class TypeMapping {
    /** The one type factory of the process; Calcite interns its types. */
    public static final RelDataTypeFactory FACTORY = new ColonnadeTypeFactory();

    private static final SqlIntervalQualifier YEAR_MONTH =
            new SqlIntervalQualifier(TimeUnit.YEAR, 9, TimeUnit.MONTH, -1, SqlParserPos.ZERO);

    private static final SqlIntervalQualifier DAY_SECOND =
            new SqlIntervalQualifier(TimeUnit.DAY, 9, TimeUnit.SECOND, 6, SqlParserPos.ZERO);

    private TypeMapping() {}

    /** Calcite's type of ours. */
    public static RelDataType toRel(SqlType type, boolean nullable) {
        RelDataType plain =
                switch (type.kind()) {
                    case BOOLEAN -> FACTORY.createSqlType(SqlTypeName.BOOLEAN);
                    case SMALLINT -> FACTORY.createSqlType(SqlTypeName.SMALLINT);
                    case INTEGER -> FACTORY.createSqlType(SqlTypeName.INTEGER);
                    case BIGINT -> FACTORY.createSqlType(SqlTypeName.BIGINT);
                    case DECIMAL ->
                            FACTORY.createSqlType(
                                    SqlTypeName.DECIMAL, type.precision(), type.scale());
                    case REAL -> FACTORY.createSqlType(SqlTypeName.REAL);
                    case DOUBLE -> FACTORY.createSqlType(SqlTypeName.DOUBLE);
                    case DATE -> FACTORY.createSqlType(SqlTypeName.DATE);
                    case TIME -> FACTORY.createSqlType(SqlTypeName.TIME, 6);
                    case TIMESTAMP -> FACTORY.createSqlType(SqlTypeName.TIMESTAMP, 6);
                    case TIMESTAMPTZ ->
                            FACTORY.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
                    case CHAR -> FACTORY.createSqlType(SqlTypeName.CHAR, type.precision());
                    case VARCHAR -> varchar(type.precision());
                    case INTERVAL_MONTH -> FACTORY.createSqlIntervalType(YEAR_MONTH);
                    case INTERVAL_MICROS -> FACTORY.createSqlIntervalType(DAY_SECOND);
                };
        return FACTORY.createTypeWithNullability(plain, nullable);
    }

    /** Calcite's type of a type in a definition; its own nullability counts. */
    public static RelDataType toRel(DataType type) {
        return toRel(SqlType.fromProto(type), type.getNullable());
    }

    private static RelDataType varchar(int bytes) {
        return bytes == 0
                ? FACTORY.createSqlType(SqlTypeName.VARCHAR)
                : FACTORY.createSqlType(SqlTypeName.VARCHAR, bytes);
    }

    /** Our type of Calcite's; 0A000 when there is none. */
    public static SqlType toSqlType(RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(name)) {
            return SqlType.INTERVAL_MONTH;
        }
        if (SqlTypeName.DAY_INTERVAL_TYPES.contains(name)) {
            return SqlType.INTERVAL_MICROS;
        }
        return switch (name) {
            case BOOLEAN -> SqlType.BOOLEAN;
            case TINYINT, SMALLINT -> SqlType.SMALLINT;
            case INTEGER -> SqlType.INTEGER;
            case BIGINT -> SqlType.BIGINT;
            case DECIMAL -> SqlType.decimal(type.getPrecision(), type.getScale());
            case REAL -> SqlType.REAL;
            case FLOAT, DOUBLE -> SqlType.DOUBLE;
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.TIME;
            case TIMESTAMP -> SqlType.TIMESTAMP;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> SqlType.TIMESTAMPTZ;
            case CHAR -> SqlType.character(Math.max(1, type.getPrecision()));
            case VARCHAR, NULL, ANY, SYMBOL -> SqlType.varchar(Math.max(0, type.getPrecision()));
            default ->
                    throw new ColonnadeException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "type " + type + " is not supported yet");
        };
    }

    /** The type as it crosses to the engine. */
    public static DataType toProto(RelDataType type) {
        return toSqlType(type).toProto(type.isNullable());
    }

    /** PostgreSQL's spelling of the type, without length, as its messages show it. */
    static String displayName(RelDataType type) {
        if (type.getSqlTypeName() == SqlTypeName.NULL) {
            return "unknown";
        }
        if (type.isStruct()) {
            return "record";
        }
        return isScalar(type) ? toSqlType(type).kind().sqlName() : type.toString();
    }

    private static boolean isScalar(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case ARRAY, MULTISET, MAP, ROW, BINARY, VARBINARY, CURSOR, COLUMN_LIST -> false;
            default -> true;
        };
    }
}
