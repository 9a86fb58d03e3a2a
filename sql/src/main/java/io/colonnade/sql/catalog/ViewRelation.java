package io.colonnade.sql.catalog;

import io.colonnade.log.ViewDefinition;

/**
 * A view; its text is bound where it is used.
 *
 * @param atVersion the version of the past that it is of; 0 = the statement's own
 */
public record ViewRelation(ViewDefinition definition, long atVersion) implements Relation {
    public ViewRelation(ViewDefinition definition) {
        this(definition, 0);
    }

    /** Whether the statement names it by AT. */
    public boolean isPast() {
        return atVersion > 0;
    }

    @Override
    public String schema() {
        return definition.getSchema();
    }

    @Override
    public String name() {
        return definition.getName();
    }
}
