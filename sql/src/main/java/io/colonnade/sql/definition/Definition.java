package io.colonnade.sql.definition;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.TableDefinition.DistStyle;
import io.colonnade.sql.parser.TableDefinition.OnCommit;

import java.util.List;

/**
 * A statement about the catalogue with its names resolved and its parts checked: what the leader
 * has to do, in protobuf and plain Java. Ids of new objects are 0; the leader gives them.
 */
public sealed interface Definition {
    /** CREATE TABLE. */
    record CreateTable(TableDefinition table, boolean ifNotExists, OnCommit onCommit)
            implements Definition {}

    /**
     * The target of CREATE TABLE AS; columns follow from the query.
     *
     * @param columnNames new names, or empty
     * @param attributes what was written about distribution and sorting
     */
    record CreateTableAs(
            String schema,
            String name,
            boolean ifNotExists,
            List<String> columnNames,
            Layout attributes,
            boolean withData,
            OnCommit onCommit)
            implements Definition {}

    /**
     * Distribution and sorting by column names, retention; null and empty where nothing was
     * written.
     */
    record Layout(
            DistStyle distStyle,
            String distKey,
            boolean interleaved,
            List<String> sortKey,
            Long retentionMicros) {}

    /** CREATE [OR REPLACE] VIEW. */
    record CreateView(ViewDefinition view, boolean orReplace) implements Definition {}

    /** CREATE SCHEMA. */
    record CreateSchema(SchemaDefinition schema, boolean ifNotExists) implements Definition {}

    /** An object to drop; absent ones were left out because of IF EXISTS. */
    record Target(String schema, String name, long id) {}

    /**
     * DROP TABLE and DROP VIEW.
     *
     * @param missing names that IF EXISTS forgave
     */
    record DropRelations(boolean views, List<Target> targets, List<String> missing, boolean cascade)
            implements Definition {}

    /** DROP SCHEMA. */
    record DropSchemas(List<String> names, List<String> missing, boolean cascade)
            implements Definition {}

    /** TRUNCATE. */
    record Truncate(List<Target> tables) implements Definition {}

    /** ANALYZE and VACUUM of tables; null names were replaced by every table. */
    record Maintain(List<Target> tables) implements Definition {}

    /**
     * ANALYZE COMPRESSION.
     *
     * @param columnIds of the one table; empty for all columns
     */
    record AnalyzeCompression(List<Target> tables, List<Integer> columnIds, Long rows)
            implements Definition {}

    /**
     * A change of a table's definition.
     *
     * @param rewrite the rows must be written again by the new definition
     * @param cascade views that no longer fit are dropped
     * @param withoutNulls columns, by their old names, whose rows must hold no NULL
     * @param conversions columns that new ones take the place of
     */
    record AlterTable(
            TableDefinition before,
            TableDefinition after,
            boolean rewrite,
            boolean cascade,
            List<String> withoutNulls,
            List<Conversion> conversions)
            implements Definition {}

    /** A column whose values, of another type, become a new column with this id. */
    record Conversion(ColumnDefinition old, int newId, String type) {}

    /** ALTER TABLE ... SWAP WITH: each gets schema and name of the other. */
    record SwapTables(TableDefinition first, TableDefinition second) implements Definition {}

    /**
     * ALTER TABLE ... APPEND FROM: the source's rows become the target's.
     *
     * @param columns names of the columns that both have
     * @param sharesSegments whether segments of the source read the same as ones of the target
     */
    record AppendTable(
            TableDefinition target,
            TableDefinition source,
            List<String> columns,
            boolean sharesSegments)
            implements Definition {}

    /** ALTER SCHEMA ... RENAME TO. */
    record RenameSchema(String name, String newName) implements Definition {}

    /** A change of a view that its query has no part in. */
    record AlterView(ViewDefinition before, ViewDefinition after) implements Definition {}

    /** A new owner or comment of a schema; null where it stays. */
    record AlterSchema(String name, String owner, String comment) implements Definition {}

    /** CREATE, ALTER and DROP USER. */
    record ChangeUsers(DdlStatement statement) implements Definition {}

    /** IF EXISTS found nothing to do. */
    record Nothing(String notice) implements Definition {}
}
