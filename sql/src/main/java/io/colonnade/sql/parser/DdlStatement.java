package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.List;

/** Statements that change the catalog. Nullable components say so. */
public sealed interface DdlStatement extends Statement {

    /** CREATE [TEMP] TABLE [IF NOT EXISTS] name (columns, constraints, LIKE) attributes. */
    record CreateTable(
            SqlIdentifier name,
            boolean ifNotExists,
            boolean temporary,
            List<TableDefinition.Column> columns,
            List<TableDefinition.Constraint> constraints,
            List<TableDefinition.Like> likes,
            TableDefinition.Attributes attributes,
            TableDefinition.OnCommit onCommit)
            implements DdlStatement {
        @Override
        public String tag() {
            return "CREATE TABLE";
        }
    }

    /**
     * CREATE [TEMP] TABLE name [(columns)] attributes AS query, and SELECT ... INTO.
     *
     * @param columns new names of the columns, or empty
     * @param withData false for WITH NO DATA
     */
    record CreateTableAs(
            SqlIdentifier name,
            boolean ifNotExists,
            boolean temporary,
            List<SqlIdentifier> columns,
            TableDefinition.Attributes attributes,
            SqlNode query,
            boolean withData,
            TableDefinition.OnCommit onCommit)
            implements DdlStatement {
        @Override
        public String tag() {
            return "SELECT";
        }
    }

    /**
     * CREATE [OR REPLACE] VIEW name [(columns)] AS query [WITH NO SCHEMA BINDING].
     *
     * @param queryText the query as it was typed, to be stored
     */
    record CreateView(
            boolean orReplace,
            SqlIdentifier name,
            List<SqlIdentifier> columns,
            SqlNode query,
            String queryText,
            boolean noSchemaBinding)
            implements DdlStatement {
        @Override
        public String tag() {
            return "CREATE VIEW";
        }
    }

    /**
     * CREATE SCHEMA [IF NOT EXISTS] [name] [AUTHORIZATION owner] [QUOTA quota].
     *
     * @param owner null when not given
     * @param quotaMegabytes null when not given or UNLIMITED
     */
    record CreateSchema(SqlIdentifier name, boolean ifNotExists, String owner, Long quotaMegabytes)
            implements DdlStatement {
        @Override
        public String tag() {
            return "CREATE SCHEMA";
        }
    }

    /** What DROP drops. */
    enum DropKind {
        TABLE,
        VIEW,
        SCHEMA
    }

    /** DROP kind [IF EXISTS] names [CASCADE | RESTRICT]. */
    record Drop(DropKind kind, List<SqlIdentifier> names, boolean ifExists, boolean cascade)
            implements DdlStatement {
        @Override
        public String tag() {
            return "DROP " + kind;
        }
    }

    /** TRUNCATE [TABLE] tables. */
    record Truncate(List<SqlIdentifier> tables) implements DdlStatement {
        @Override
        public String tag() {
            return "TRUNCATE TABLE";
        }
    }

    /** ALTER TABLE [IF EXISTS] name actions. */
    record AlterTable(SqlIdentifier name, boolean ifExists, List<AlterAction> actions)
            implements DdlStatement {
        @Override
        public String tag() {
            return "ALTER TABLE";
        }
    }

    /** ALTER VIEW name RENAME TO | OWNER TO. */
    record AlterView(SqlIdentifier name, boolean ifExists, AlterAction action)
            implements DdlStatement {
        @Override
        public String tag() {
            return "ALTER VIEW";
        }
    }

    /** ALTER SCHEMA name RENAME TO | OWNER TO. */
    record AlterSchema(SqlIdentifier name, AlterAction action) implements DdlStatement {
        @Override
        public String tag() {
            return "ALTER SCHEMA";
        }
    }

    /** What COMMENT ON speaks about. */
    enum CommentKind {
        TABLE,
        COLUMN,
        VIEW,
        SCHEMA,
        DATABASE,
        CONSTRAINT
    }

    /**
     * COMMENT ON kind name IS text.
     *
     * @param name a column's name is its table's name with one more part
     * @param text null for IS NULL
     */
    record Comment(CommentKind kind, SqlIdentifier name, String text) implements DdlStatement {
        @Override
        public String tag() {
            return "COMMENT";
        }
    }

    /**
     * What CREATE USER and ALTER USER say; null where nothing was written.
     *
     * @param password a secret: goes nowhere but into a verifier
     * @param passwordDisabled PASSWORD DISABLE
     * @param groups of IN GROUP
     */
    record UserOptions(
            String password, boolean passwordDisabled, Boolean superuser, List<String> groups) {
        @Override
        public String toString() {
            return "UserOptions";
        }
    }

    /** CREATE USER name options. */
    record CreateUser(String name, UserOptions options) implements DdlStatement {
        @Override
        public String tag() {
            return "CREATE USER";
        }
    }

    /** ALTER USER name options. */
    record AlterUser(String name, UserOptions options) implements DdlStatement {
        @Override
        public String tag() {
            return "ALTER USER";
        }
    }

    /** DROP USER [IF EXISTS] names. */
    record DropUsers(List<String> names, boolean ifExists) implements DdlStatement {
        @Override
        public String tag() {
            return "DROP USER";
        }
    }
}
