package io.colonnade.storage.snapshot;

/** Name of a table or view within the database. */
public record RelationName(String schema, String name) {
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
