package io.colonnade.leader.system;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.type.SqlType;

import java.util.List;

/** PostgreSQL's numbers for our types, as the catalogue relations show them. */
final class PostgresTypes {
    /** A type's row in pg_type. */
    record Row(long oid, String name, int length, String category) {}

    /** Every type that a column or result can have, and what drivers look up at start. */
    static final List<Row> ROWS =
            List.of(
                    new Row(16, "bool", 1, "B"),
                    new Row(17, "bytea", -1, "U"),
                    new Row(18, "char", 1, "S"),
                    new Row(19, "name", 64, "S"),
                    new Row(20, "int8", 8, "N"),
                    new Row(21, "int2", 2, "N"),
                    new Row(23, "int4", 4, "N"),
                    new Row(25, "text", -1, "S"),
                    new Row(26, "oid", 4, "N"),
                    new Row(700, "float4", 4, "N"),
                    new Row(701, "float8", 8, "N"),
                    new Row(1042, "bpchar", -1, "S"),
                    new Row(1043, "varchar", -1, "S"),
                    new Row(1082, "date", 4, "D"),
                    new Row(1083, "time", 8, "D"),
                    new Row(1114, "timestamp", 8, "D"),
                    new Row(1184, "timestamptz", 8, "D"),
                    new Row(1186, "interval", 16, "T"),
                    new Row(1700, "numeric", -1, "N"));

    private static final int HEADER = 4;

    private PostgresTypes() {}

    static long oid(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 16;
            case SMALLINT -> 21;
            case INTEGER -> 23;
            case BIGINT -> 20;
            case DECIMAL -> 1700;
            case REAL -> 700;
            case DOUBLE -> 701;
            case DATE -> 1082;
            case TIME -> 1083;
            case TIMESTAMP -> 1114;
            case TIMESTAMPTZ -> 1184;
            case CHAR -> 1042;
            case VARCHAR -> 1043;
            case INTERVAL_MONTH, INTERVAL_MICROS -> 1186;
        };
    }

    /** atttypmod: length or precision and scale as PostgreSQL packs them, -1 = none. */
    static int modifier(SqlType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> type.precision() == 0 ? -1 : type.precision() + HEADER;
            case DECIMAL -> (type.precision() << 16 | type.scale()) + HEADER;
            default -> -1;
        };
    }

    static int length(long oid) {
        return row(oid).length;
    }

    static String name(long oid) {
        return row(oid).name;
    }

    private static Row row(long oid) {
        return ROWS.stream().filter(row -> row.oid == oid).findFirst().orElseThrow();
    }

    static SqlType typeOf(ColumnDefinition column) {
        return SqlType.fromProto(column.getType());
    }
}
