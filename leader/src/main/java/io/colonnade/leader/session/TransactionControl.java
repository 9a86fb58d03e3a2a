package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.HistoryStatement;
import io.colonnade.sql.parser.LoadStatement;
import io.colonnade.sql.parser.MaintenanceStatement;
import io.colonnade.sql.parser.Statement;
import io.colonnade.sql.parser.TransactionStatement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The transaction of one session: none, an implicit one around a message, or a block. Owned by the
 * session's thread.
 *
 * <pre>
 *   none --statement--> implicit --end of message--> none     (commit)
 *   none --BEGIN--> block --COMMIT, ROLLBACK--> none
 *   implicit --BEGIN--> block
 *   implicit --error--> none                                  (rollback)
 *   block --error--> failed --COMMIT, ROLLBACK--> none        (rolled back at the error)
 * </pre>
 */
final class TransactionControl {
    private final SessionState state;
    private final BackendSession backend;

    /** A backend transaction is open. */
    private boolean open;

    TransactionControl(SessionState state, BackendSession backend) {
        this.state = state;
        this.backend = backend;
    }

    /** Fails while the transaction is failed, unless the statement ends it. */
    void requireUsable(Statement statement) {
        boolean ends =
                statement instanceof TransactionStatement.Commit
                        || statement instanceof TransactionStatement.Rollback;
        if (state.transactionStatus() == TransactionStatus.FAILED && !ends) {
            throw new ColonnadeException(
                    ErrorCode.IN_FAILED_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction"
                            + " block");
        }
    }

    /** Makes sure that a transaction is open. */
    void ensureOpen() {
        if (!open) {
            beginBackend(TransactionStatement.Modes.NONE, true);
        }
    }

    /** Fails for writing statements in a read-only transaction. */
    void requireWritable(Statement statement) {
        if (writes(statement) && state.settings().isOn("transaction_read_only")) {
            throw new ColonnadeException(
                    ErrorCode.READ_ONLY_TRANSACTION,
                    "cannot execute " + statement.tag() + " in a read-only transaction");
        }
    }

    private static boolean writes(Statement statement) {
        return switch (statement) {
            case DmlStatement dml -> true;
            case DdlStatement ddl -> true;
            case MaintenanceStatement.Vacuum vacuum -> true;
            case LoadStatement.Copy copy -> true;
            case HistoryStatement history -> true;
            case Statement.Explain explain -> explain.analyze() && writes(explain.statement());
            default -> false;
        };
    }

    private void beginBackend(TransactionStatement.Modes modes, boolean implicit) {
        Settings settings = state.settings();
        settings.begin();
        open = true;
        apply(modes);
        backend.begin(modes, implicit);
    }

    /** BEGIN. */
    void begin(TransactionStatement.Modes modes) {
        if (state.transactionStatus() == TransactionStatus.IN_BLOCK) {
            state.client()
                    .notice(
                            Notice.warning(
                                    ErrorCode.ACTIVE_TRANSACTION.sqlState(),
                                    "there is already a transaction in progress"));
            return;
        }
        if (open) {
            apply(modes);
        } else {
            beginBackend(modes, false);
        }
        state.setTransactionStatus(TransactionStatus.IN_BLOCK);
    }

    /** SET TRANSACTION, and SET SESSION CHARACTERISTICS AS TRANSACTION. */
    void set(TransactionStatement.SetTransaction set) {
        if (set.forSession()) {
            set(set.modes(), "default_", false);
        } else if (state.transactionStatus() == TransactionStatus.IDLE) {
            state.client()
                    .notice(
                            Notice.warning(
                                    ErrorCode.NO_ACTIVE_TRANSACTION.sqlState(),
                                    "SET TRANSACTION can only be used in transaction blocks"));
        } else {
            apply(set.modes());
        }
    }

    private void apply(TransactionStatement.Modes modes) {
        set(modes, "", true);
    }

    private void set(TransactionStatement.Modes modes, String prefix, boolean onlyTransaction) {
        Settings settings = state.settings();
        Optional<TransactionStatement.Isolation> isolation = modes.isolation();
        if (isolation.isPresent()) {
            String words = isolation.get().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            settings.set(prefix + "transaction_isolation", List.of(words), onlyTransaction);
        }
        if (modes.readOnly().isPresent()) {
            settings.set(
                    prefix + "transaction_read_only",
                    List.of(modes.readOnly().get() ? "on" : "off"),
                    onlyTransaction);
        }
    }

    /** COMMIT; the tag tells when it became a rollback. */
    CommandTag commit() {
        boolean failed = state.transactionStatus() == TransactionStatus.FAILED;
        warnUnlessInBlock();
        if (failed) {
            end(false);
            return CommandTag.plain("ROLLBACK");
        }
        commitOpen();
        return CommandTag.plain("COMMIT");
    }

    /** ROLLBACK. */
    void rollback() {
        warnUnlessInBlock();
        if (open) {
            backend.rollback();
        }
        end(false);
    }

    private void warnUnlessInBlock() {
        if (state.transactionStatus() == TransactionStatus.IDLE) {
            state.client()
                    .notice(
                            Notice.warning(
                                    ErrorCode.NO_ACTIVE_TRANSACTION.sqlState(),
                                    "there is no transaction in progress"));
        }
    }

    /** The end of a message or of a row of messages: commits the implicit transaction. */
    void endImplicit() {
        if (state.transactionStatus() == TransactionStatus.IDLE) {
            commitOpen();
        }
    }

    private void commitOpen() {
        if (!open) {
            return;
        }
        boolean done = false;
        try {
            backend.commit();
            done = true;
        } finally {
            end(done);
        }
    }

    /** An error: rolls back, and a block waits for its end. */
    void fail() {
        boolean block = state.transactionStatus() != TransactionStatus.IDLE;
        if (open) {
            backend.rollback();
        }
        end(false);
        if (block) {
            state.setTransactionStatus(TransactionStatus.FAILED);
        }
    }

    private void end(boolean committed) {
        if (open) {
            state.settings().end(committed);
        }
        open = false;
        state.setTransactionStatus(TransactionStatus.IDLE);
    }
}
