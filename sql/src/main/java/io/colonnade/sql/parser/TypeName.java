package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.List;

/**
 * A type as written, under its canonical name. Immutable.
 *
 * @param name PostgreSQL's full name for the SQL types ({@code integer}, {@code numeric}, {@code
 *     character varying}, {@code timestamp with time zone}, {@code interval year to month}, ...),
 *     {@code text} and {@code bpchar} kept apart from the types they stand for; the folded name
 *     itself for every other type ({@code super}, {@code regclass}, ...)
 * @param modifiers length, or precision and scale; empty when not written; {@code max} is 65535
 * @param arrayDimensions number of {@code []}
 */
public record TypeName(
        String name, List<Integer> modifiers, int arrayDimensions, SqlParserPos position) {

    /** Calcite's form of the type, for CAST. */
    public SqlDataTypeSpec toSpec() {
        SqlTypeNameSpec spec = elementSpec();
        for (int i = 0; i < arrayDimensions; i++) {
            spec = new SqlCollectionTypeNameSpec(spec, SqlTypeName.ARRAY, position);
        }
        return new SqlDataTypeSpec(spec, position);
    }

    private SqlTypeNameSpec elementSpec() {
        SqlTypeName basic = basicName();
        if (basic == null) {
            return new SqlUserDefinedTypeNameSpec(new SqlIdentifier(name, position), position);
        }
        int first = modifiers.isEmpty() ? -1 : modifiers.getFirst();
        if (basic == SqlTypeName.DECIMAL) {
            int scale = modifiers.size() < 2 ? Integer.MIN_VALUE : modifiers.get(1);
            return new SqlBasicTypeNameSpec(basic, first, scale, position);
        }
        return new SqlBasicTypeNameSpec(basic, first, position);
    }

    /**
     * Calcite's type, or null when it has none. A timestamp with time zone is an instant shown in
     * the session's zone, which is what Calcite calls "with local time zone".
     */
    private SqlTypeName basicName() {
        return switch (name) {
            case "boolean" -> SqlTypeName.BOOLEAN;
            case "smallint" -> SqlTypeName.SMALLINT;
            case "integer" -> SqlTypeName.INTEGER;
            case "bigint" -> SqlTypeName.BIGINT;
            case "numeric" -> SqlTypeName.DECIMAL;
            case "real" -> SqlTypeName.REAL;
            case "double precision" -> SqlTypeName.DOUBLE;
            case "date" -> SqlTypeName.DATE;
            case "time without time zone" -> SqlTypeName.TIME;
            case "time with time zone" -> SqlTypeName.TIME_TZ;
            case "timestamp without time zone" -> SqlTypeName.TIMESTAMP;
            case "timestamp with time zone" -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
            case "character" -> SqlTypeName.CHAR;
            case "character varying", "text", "bpchar" -> SqlTypeName.VARCHAR;
            case "varbyte" -> SqlTypeName.VARBINARY;
            default -> null;
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        if (!modifiers.isEmpty()) {
            text.append('(');
            for (int i = 0; i < modifiers.size(); i++) {
                text.append(i == 0 ? "" : ",").append(modifiers.get(i));
            }
            text.append(')');
        }
        return text.append("[]".repeat(arrayDimensions)).toString();
    }
}
