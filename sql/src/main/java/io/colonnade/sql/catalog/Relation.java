package io.colonnade.sql.catalog;

/** Something that can stand in FROM. Immutable. */
public sealed interface Relation permits TableRelation, ViewRelation, SystemRelation {
    String schema();

    String name();
}
