package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** One action of ALTER TABLE, VIEW or SCHEMA. */
public sealed interface AlterAction {

    /** ADD [COLUMN] column. */
    record AddColumn(boolean ifNotExists, TableDefinition.Column column) implements AlterAction {}

    /** DROP [COLUMN] column [CASCADE]. */
    record DropColumn(boolean ifExists, SqlIdentifier column, boolean cascade)
            implements AlterAction {}

    /** RENAME [COLUMN] column TO newName. */
    record RenameColumn(SqlIdentifier column, SqlIdentifier newName) implements AlterAction {}

    /** RENAME TO newName. */
    record Rename(SqlIdentifier newName) implements AlterAction {}

    /** SWAP WITH other: both tables change names. */
    record SwapWith(SqlIdentifier other) implements AlterAction {}

    /** OWNER TO owner. */
    record ChangeOwner(String owner) implements AlterAction {}

    /** SET SCHEMA schema. */
    record ChangeSchema(String schema) implements AlterAction {}

    /** QUOTA of a schema; null is UNLIMITED. */
    record ChangeQuota(Long quotaMegabytes) implements AlterAction {}

    /** ADD constraint. */
    record AddConstraint(TableDefinition.Constraint constraint) implements AlterAction {}

    /** DROP CONSTRAINT name [CASCADE]. */
    record DropConstraint(boolean ifExists, String name, boolean cascade) implements AlterAction {}

    /** ALTER COLUMN column [SET DATA] TYPE type. */
    record ChangeType(SqlIdentifier column, TypeName type) implements AlterAction {}

    /** ALTER COLUMN column ENCODE encoding. */
    record ChangeEncoding(SqlIdentifier column, String encoding) implements AlterAction {}

    /** ALTER COLUMN column SET DEFAULT value or DROP DEFAULT (null). */
    record ChangeDefault(SqlIdentifier column, SqlNode value) implements AlterAction {}

    /** ALTER COLUMN column SET | DROP NOT NULL. */
    record ChangeNotNull(SqlIdentifier column, boolean notNull) implements AlterAction {}

    /**
     * ALTER DISTSTYLE style [DISTKEY column] and ALTER DISTKEY column.
     *
     * @param distKey null unless the style is KEY
     */
    record ChangeDistribution(TableDefinition.DistStyle style, SqlIdentifier distKey)
            implements AlterAction {}

    /** ALTER [COMPOUND | INTERLEAVED] SORTKEY (columns), SORTKEY AUTO or NONE. */
    record ChangeSortKey(TableDefinition.SortKey sortKey) implements AlterAction {}

    /** SET (retention = ...) in microseconds; null is RESET (retention). */
    record ChangeRetention(Long micros) implements AlterAction {}

    /** ALTER ENCODE AUTO. */
    record EncodeAuto() implements AlterAction {}

    /** APPEND FROM source [IGNOREEXTRA | FILLTARGET]. */
    record AppendFrom(SqlIdentifier source, boolean ignoreExtra, boolean fillTarget)
            implements AlterAction {}
}
