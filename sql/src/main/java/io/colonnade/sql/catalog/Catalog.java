package io.colonnade.sql.catalog;

import io.colonnade.error.ColonnadeException;

import java.util.Collection;
import java.util.Optional;

/**
 * The relations of one database as one statement sees them. The leader makes one per snapshot;
 * immutable, read by any thread. Names are exact (the parser has folded them).
 */
public interface Catalog {
    /** The relation with this name, if there is one. */
    Optional<Relation> find(String schema, String name);

    boolean hasSchema(String schema);

    /** Names of all schemas, for hints. */
    Collection<String> schemas();

    /**
     * What there was at a point of the past; its tables know their version. Throws when the point
     * is none of the past, or no longer kept.
     */
    default Past at(TimePoint point) {
        throw ColonnadeException.notSupported("a table of the past");
    }

    /** The catalogue of a past version. */
    record Past(long version, Catalog catalog) {}

    /** Names of a schema's relations, for hints; empty when there is no such schema. */
    Collection<String> relations(String schema);
}
