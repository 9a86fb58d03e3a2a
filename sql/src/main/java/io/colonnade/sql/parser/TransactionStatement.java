package io.colonnade.sql.parser;

import java.util.Optional;

/** Statements that begin and end transactions. */
public sealed interface TransactionStatement extends Statement {

    /** ISOLATION LEVEL as written. */
    enum Isolation {
        SERIALIZABLE,
        REPEATABLE_READ,
        SNAPSHOT,
        READ_COMMITTED,
        READ_UNCOMMITTED
    }

    /** Transaction modes; empty where nothing was written. */
    record Modes(Optional<Isolation> isolation, Optional<Boolean> readOnly) {
        /** Nothing written. */
        public static final Modes NONE = new Modes(Optional.empty(), Optional.empty());
    }

    /** BEGIN or START TRANSACTION. */
    record Begin(Modes modes, boolean start) implements TransactionStatement {
        @Override
        public String tag() {
            return start ? "START TRANSACTION" : "BEGIN";
        }
    }

    /** COMMIT or END. */
    record Commit() implements TransactionStatement {
        @Override
        public String tag() {
            return "COMMIT";
        }
    }

    /** ROLLBACK or ABORT. */
    record Rollback() implements TransactionStatement {
        @Override
        public String tag() {
            return "ROLLBACK";
        }
    }

    /** SET TRANSACTION modes, or SET SESSION CHARACTERISTICS AS TRANSACTION modes (forSession). */
    record SetTransaction(Modes modes, boolean forSession) implements TransactionStatement {
        @Override
        public String tag() {
            return "SET";
        }
    }
}
