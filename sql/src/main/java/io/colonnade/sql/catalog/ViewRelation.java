package io.colonnade.sql.catalog;

import io.colonnade.log.ViewDefinition;

/** A view; its text is bound where it is used. */
public record ViewRelation(ViewDefinition definition) implements Relation {
    @Override
    public String schema() {
        return definition.getSchema();
    }

    @Override
    public String name() {
        return definition.getName();
    }
}
