package io.colonnade.sql.parser;

/**
 * One parsed SQL statement. The families are sealed in turn, so that a switch over the records is
 * exhaustive. Made by {@link SqlParser}, read by the binder and the leader.
 */
public sealed interface Statement
        permits QueryStatement,
                DmlStatement,
                DdlStatement,
                LoadStatement,
                MaintenanceStatement,
                HistoryStatement,
                SessionStatement,
                TransactionStatement,
                CursorStatement,
                Statement.Explain,
                Statement.Unsupported,
                Statement.Empty {

    /** PostgreSQL's command tag without counts, such as {@code SELECT} or {@code CREATE TABLE}. */
    String tag();

    /** EXPLAIN of a query, DML, CREATE TABLE AS or EXECUTE. */
    record Explain(boolean analyze, boolean verbose, ExplainFormat format, Statement statement)
            implements Statement {
        @Override
        public String tag() {
            return "EXPLAIN";
        }
    }

    /** How EXPLAIN prints; only TEXT has to be supported. */
    enum ExplainFormat {
        TEXT,
        JSON,
        XML,
        YAML
    }

    /**
     * A statement of PostgreSQL or Redshift that was recognised by its first words and not parsed
     * further. The server answers 0A000 with this name.
     */
    record Unsupported(String name) implements Statement {
        @Override
        public String tag() {
            return name;
        }
    }

    /** Nothing but blanks and comments. */
    record Empty() implements Statement {
        @Override
        public String tag() {
            return "";
        }
    }
}
