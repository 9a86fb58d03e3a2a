package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;

/** Statements about versions of the past. Nullable components say so. */
public sealed interface HistoryStatement extends Statement {

    /**
     * CREATE SNAPSHOT name [EXPIRES AFTER interval].
     *
     * @param keepMicros null for ever
     */
    record CreateSnapshot(String name, Long keepMicros) implements HistoryStatement {
        @Override
        public String tag() {
            return "CREATE SNAPSHOT";
        }
    }

    /** DROP SNAPSHOT [IF EXISTS] name. */
    record DropSnapshot(String name, boolean ifExists) implements HistoryStatement {
        @Override
        public String tag() {
            return "DROP SNAPSHOT";
        }
    }

    /**
     * RESTORE TABLE table {FROM SNAPSHOT name | AT (...)} [AS target].
     *
     * @param target null: in place of what the table is now
     */
    record RestoreTable(SqlIdentifier table, AtClause at, SqlIdentifier target)
            implements HistoryStatement {
        @Override
        public String tag() {
            return "RESTORE TABLE";
        }
    }

    /** RESTORE WAREHOUSE {FROM SNAPSHOT name | AT (...)}. */
    record RestoreWarehouse(AtClause at) implements HistoryStatement {
        @Override
        public String tag() {
            return "RESTORE WAREHOUSE";
        }
    }

    /**
     * CREATE TABLE [IF NOT EXISTS] target CLONE source [AT (...)].
     *
     * @param at null for the source as it is now
     */
    record CloneTable(SqlIdentifier target, boolean ifNotExists, SqlIdentifier source, AtClause at)
            implements HistoryStatement {
        @Override
        public String tag() {
            return "CREATE TABLE";
        }
    }

    /** COLLECT GARBAGE [DRY RUN]. */
    record CollectGarbage(boolean dryRun) implements HistoryStatement {
        @Override
        public String tag() {
            return "COLLECT GARBAGE";
        }
    }

    /** UNDROP TABLE table. */
    record UndropTable(SqlIdentifier table) implements HistoryStatement {
        @Override
        public String tag() {
            return "UNDROP TABLE";
        }
    }

    /** UNDROP SCHEMA schema. */
    record UndropSchema(String schema) implements HistoryStatement {
        @Override
        public String tag() {
            return "UNDROP SCHEMA";
        }
    }
}
