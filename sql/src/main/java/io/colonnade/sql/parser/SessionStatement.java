package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.List;

/** Statements about the session: settings, prepared statements, cancel. */
public sealed interface SessionStatement extends Statement {

    /** How long SET lasts. */
    enum Scope {
        SESSION,
        LOCAL
    }

    /**
     * SET [SESSION | LOCAL] name {TO | =} values, and the special forms TIME ZONE ({@code
     * timezone}), NAMES ({@code client_encoding}), SESSION AUTHORIZATION ({@code
     * session_authorization}), ROLE ({@code role}), SCHEMA ({@code search_path}).
     *
     * @param name lower-case, with dots when it was qualified
     * @param values as strings; empty for DEFAULT
     */
    record Set(Scope scope, String name, List<String> values) implements SessionStatement {
        @Override
        public String tag() {
            return "SET";
        }

        /** SET ... TO DEFAULT. */
        public boolean isDefault() {
            return values.isEmpty();
        }
    }

    /** SHOW name, or SHOW ALL ({@code all}). */
    record Show(String name) implements SessionStatement {
        @Override
        public String tag() {
            return "SHOW";
        }

        /** SHOW ALL. */
        public boolean isAll() {
            return name.equals("all");
        }
    }

    /** RESET name, or RESET ALL ({@code all}). */
    record Reset(String name) implements SessionStatement {
        @Override
        public String tag() {
            return "RESET";
        }

        /** RESET ALL. */
        public boolean isAll() {
            return name.equals("all");
        }
    }

    /** What DISCARD forgets. */
    enum DiscardKind {
        ALL,
        PLANS,
        SEQUENCES,
        TEMP
    }

    /** DISCARD kind. */
    record Discard(DiscardKind kind) implements SessionStatement {
        @Override
        public String tag() {
            return "DISCARD " + kind;
        }
    }

    /**
     * PREPARE name [(types)] AS statement.
     *
     * @param statementText the statement as it was typed
     */
    record Prepare(String name, List<TypeName> types, Statement statement, String statementText)
            implements SessionStatement {
        @Override
        public String tag() {
            return "PREPARE";
        }
    }

    /** EXECUTE name [(arguments)]. */
    record Execute(String name, List<SqlNode> arguments) implements SessionStatement {
        @Override
        public String tag() {
            return "EXECUTE";
        }
    }

    /**
     * DEALLOCATE [PREPARE] {name | ALL}.
     *
     * @param name null for ALL
     */
    record Deallocate(String name) implements SessionStatement {
        @Override
        public String tag() {
            return name == null ? "DEALLOCATE ALL" : "DEALLOCATE";
        }
    }

    /** LOCK [TABLE] tables [IN ... MODE]. */
    record Lock(List<SqlIdentifier> tables, String mode) implements SessionStatement {
        @Override
        public String tag() {
            return "LOCK TABLE";
        }
    }

    /** CALL procedure(arguments); the node is the function call. */
    record Call(SqlNode call) implements SessionStatement {
        @Override
        public String tag() {
            return "CALL";
        }
    }

    /**
     * Redshift's CANCEL pid ['message'].
     *
     * @param message null when not given
     */
    record Cancel(int processId, String message) implements SessionStatement {
        @Override
        public String tag() {
            return "CANCEL";
        }
    }
}
