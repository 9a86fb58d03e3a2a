package io.colonnade.leader.session;

import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.SessionStatement;
import io.colonnade.sql.parser.TransactionStatement;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * The backend's half of one session: plans and runs statements, and holds the transaction. Called
 * by one thread at a time, always the session's; {@link Session} keeps the order of calls and
 * handles everything that is only about the session (SET, SHOW, BEGIN, cursors, PREPARE, ...)
 * itself.
 *
 * <p>Failures are thrown as ColonnadeException; anything else that is thrown is answered as XX000.
 */
public interface BackendSession {
    /**
     * Splits a text into statements. Only syntax is checked here, names are not looked up: a later
     * statement may need what an earlier one creates. Blank text gives no statement.
     */
    List<ParsedStatement> parse(String sql);

    /**
     * Plans a statement far enough to know its parameters and result columns. A transaction is
     * open.
     *
     * @param parameterTypes types that the client declared for $1, $2, ...; null elements, and
     *     those beyond the list's end, are to be inferred
     * @param cancellation ends planning early
     */
    Prepared prepare(
            ParsedStatement statement, List<SqlType> parameterTypes, Cancellation cancellation);

    /**
     * The statement as these values need it: parameters may have been planned with fewer or more
     * digits than they have. A transaction is open.
     */
    default Prepared fitted(Prepared prepared, ParameterValues values, Cancellation cancellation) {
        return prepared;
    }

    /** The same for the arguments of an EXECUTE, which are not evaluated for it. */
    default Prepared fitted(Prepared prepared, ParsedStatement execute, Cancellation cancellation) {
        return prepared;
    }

    /**
     * Starts a statement. A transaction is open. The stream is closed by the caller in any case.
     * For statements without rows the work may be done here or in the first {@link
     * ResultStream#next}.
     *
     * @param prepared what {@link #prepare} of this session returned, maybe long ago
     * @param cancellation canceled by a CancelRequest, CANCEL, statement_timeout or a lost client
     */
    ResultStream execute(Prepared prepared, ParameterValues parameters, Cancellation cancellation);

    /** Evaluates the arguments of EXECUTE for a statement made by PREPARE. */
    ParameterValues arguments(Prepared prepared, SessionStatement.Execute execute);

    /**
     * Begins a transaction. The snapshot is taken by the first statement that needs one.
     *
     * @param implicit begun by a statement outside BEGIN ... COMMIT; it is committed right after
     *     the statement or the statements of the same message
     */
    void begin(TransactionStatement.Modes modes, boolean implicit);

    /** Commits; when it throws, the transaction is over and nothing of it stays. */
    void commit();

    /** Rolls back after ROLLBACK or an error; must not throw. */
    void rollback();

    /** The client is gone: releases everything. An open transaction was rolled back before. */
    void close();
}
