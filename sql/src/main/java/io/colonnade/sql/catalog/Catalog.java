package io.colonnade.sql.catalog;

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

    /** Names of a schema's relations, for hints; empty when there is no such schema. */
    Collection<String> relations(String schema);
}
