package io.colonnade.sql.catalog;

import io.colonnade.type.SqlType;

import java.util.List;

/** A catalogue or monitoring relation (pg_class, svv_tables, ...) whose rows the leader makes. */
public record SystemRelation(String schema, String name, List<Column> columns) implements Relation {

    /** One column; every one is nullable. */
    public record Column(String name, SqlType type) {}
}
