package io.colonnade.leader.system;

import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A system relation and how its rows come about. Stateless; rows are made per query from a {@link
 * SystemContext}.
 *
 * @param typeOids PostgreSQL's types of the columns as they are declared
 * @param rows gives every row, one value per column, to the sink
 */
record SystemTable(
        SystemRelation relation, List<Integer> typeOids, BiConsumer<SystemContext, RowSink> rows) {

    /** Takes one row: null, Boolean, Number or String per column. */
    @FunctionalInterface
    interface RowSink {
        void row(Object... values);
    }

    /**
     * A relation whose columns are given as "name type, name type"; types are PostgreSQL's short
     * names (oid and int8 are BIGINT; name, text, char and arrays are text here).
     */
    static SystemTable of(
            String schema, String name, String columns, BiConsumer<SystemContext, RowSink> rows) {
        List<SystemRelation.Column> types = new ArrayList<>();
        List<Integer> oids = new ArrayList<>();
        for (String column : columns.split(",")) {
            String[] parts = column.strip().split(" ");
            types.add(new SystemRelation.Column(parts[0], type(parts[1])));
            oids.add(typeOid(parts[1]));
        }
        return new SystemTable(new SystemRelation(schema, name, types), List.copyOf(oids), rows);
    }

    /** A relation of PostgreSQL that is always empty here, so that clients may ask for it. */
    static SystemTable empty(String schema, String name, String columns) {
        return of(schema, name, columns, (context, sink) -> {});
    }

    private static int typeOid(String name) {
        return switch (name) {
            case "oid" -> 26;
            case "name" -> 19;
            case "char" -> 18;
            default -> (int) PostgresTypes.oid(type(name));
        };
    }

    private static SqlType type(String name) {
        return switch (name) {
            case "bool" -> SqlType.BOOLEAN;
            case "int2" -> SqlType.SMALLINT;
            case "int4" -> SqlType.INTEGER;
            case "oid", "int8" -> SqlType.BIGINT;
            case "float4" -> SqlType.REAL;
            case "float8" -> SqlType.DOUBLE;
            case "timestamp" -> SqlType.TIMESTAMP;
            case "timestamptz" -> SqlType.TIMESTAMPTZ;
            case "text", "name", "char" -> SqlType.VARCHAR;
            default -> throw new IllegalArgumentException("no type " + name);
        };
    }
}
