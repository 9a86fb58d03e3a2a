package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.CursorStatement;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SessionStatement;
import io.colonnade.sql.parser.Statement;
import io.colonnade.sql.parser.TransactionStatement;
import io.colonnade.storage.object.StoreWaits;
import io.colonnade.type.SqlType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * One client's session: statements, portals, settings and the transaction, over a backend session.
 * The front end drives it from one virtual thread; only {@link #cancel} may come from others.
 *
 * <pre>
 * for each statement: enter - prepare - open - start - portal.next... - portal.tag - leave
 * at the end of a message: endImplicit;  after any exception: fail
 * </pre>
 */
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final short[] ALL_TEXT = {};

    private final SessionState state;
    private final BackendSession backend;
    private final SessionRegistry registry;
    private final Clock clock;
    private final TransactionControl transaction;
    private final SessionCommands commands;
    private final CursorCommands cursors = new CursorCommands(this);
    private final StatementTable statements = new StatementTable();
    private final PortalTable portals = new PortalTable();

    /** The execution that a cancel request hits; null between statements. */
    private volatile Cancellation running;

    private Future<?> timeout;

    Session(SessionState state, BackendSession backend, SessionRegistry registry, Clock clock) {
        this.state = state;
        this.backend = backend;
        this.registry = registry;
        this.clock = clock;
        transaction = new TransactionControl(state, backend);
        commands = new SessionCommands(state);
    }

    public SessionState state() {
        return state;
    }

    /** Splits a text into statements, empty ones left out. */
    public List<ParsedStatement> parse(String sql) {
        List<ParsedStatement> result = new ArrayList<>();
        for (ParsedStatement statement : backend.parse(sql)) {
            if (!(statement.statement() instanceof Statement.Empty)) {
                result.add(statement);
            }
        }
        return result;
    }

    /** Plans a statement; see {@link BackendSession#prepare}. */
    public Prepared prepare(ParsedStatement parsed, List<SqlType> parameterTypes) {
        transaction.requireUsable(parsed.statement());
        return switch (parsed.statement()) {
            case TransactionStatement statement -> SessionCommand.plain(parsed);
            case SessionStatement.Lock lock -> backendPrepare(parsed, parameterTypes);
            case SessionStatement.Call call -> backendPrepare(parsed, parameterTypes);
            case SessionStatement.Show show ->
                    SessionCommand.withColumns(
                            parsed, SessionCommands.columns(show, state.settings()));
            case SessionStatement.Prepare prepare -> prepareInner(parsed, prepare);
            case SessionStatement.Execute execute -> {
                Prepared inner = fitted(statements.require(execute.name()).prepared(), parsed);
                yield new SessionCommand(parsed, List.of(), inner.columns(), inner);
            }
            case SessionStatement statement -> SessionCommand.plain(parsed);
            case CursorStatement.Declare declare -> prepareCursor(parsed, declare, parameterTypes);
            case CursorStatement.Fetch fetch ->
                    SessionCommand.withColumns(
                            parsed,
                            fetch.move()
                                    ? List.of()
                                    : portals.require(fetch.cursor()).prepared().columns());
            case CursorStatement.Close close -> SessionCommand.plain(parsed);
            case Statement.Unsupported unsupported ->
                    throw ColonnadeException.notSupported(unsupported.name());
            default -> backendPrepare(parsed, parameterTypes);
        };
    }

    private Prepared backendPrepare(ParsedStatement parsed, List<SqlType> parameterTypes) {
        transaction.ensureOpen();
        Cancellation cancellation = cancellation();
        return waits(cancellation)
                .during(() -> backend.prepare(parsed, parameterTypes, cancellation));
    }

    private Prepared fitted(Prepared prepared, ParsedStatement execute) {
        if (prepared == null || prepared.parameterTypes().isEmpty()) {
            return prepared;
        }
        transaction.ensureOpen();
        return backend.fitted(prepared, execute, cancellation());
    }

    private Prepared fitted(Prepared prepared, ParameterValues parameters) {
        if (parameters.count() == 0 || prepared instanceof SessionCommand) {
            return prepared;
        }
        transaction.ensureOpen();
        return backend.fitted(prepared, parameters, cancellation());
    }

    /** That of the running statement. */
    private Cancellation cancellation() {
        Cancellation current = running;
        return current == null ? new Cancellation() : current;
    }

    private Prepared prepareInner(ParsedStatement parsed, SessionStatement.Prepare prepare) {
        int within = Math.max(0, parsed.text().indexOf(prepare.statementText()));
        ParsedStatement inner =
                new ParsedStatement(
                        prepare.statementText(),
                        parsed.startOffset() + within,
                        prepare.statement());
        Prepared planned = prepare(inner, ParameterTypeNames.resolve(prepare.types()));
        return new SessionCommand(parsed, List.of(), List.of(), planned);
    }

    private Prepared prepareCursor(
            ParsedStatement parsed, CursorStatement.Declare declare, List<SqlType> parameterTypes) {
        CursorCommands.check(declare);
        ParsedStatement query =
                new ParsedStatement(
                        parsed.text(),
                        parsed.startOffset(),
                        new QueryStatement.Query(declare.query()));
        Prepared planned = backendPrepare(query, parameterTypes);
        return new SessionCommand(parsed, planned.parameterTypes(), List.of(), planned);
    }

    /** Prepared statements by name. */
    public StatementTable statements() {
        return statements;
    }

    /** Portals and cursors by name. */
    public PortalTable portals() {
        return portals;
    }

    /**
     * Makes a portal; the unnamed one replaces its predecessor. Inside {@link #enter} it belongs to
     * the running statement and is canceled with it.
     *
     * @param prepared null when the text held no statement
     */
    public Portal open(
            String name, Prepared prepared, ParameterValues parameters, short[] resultFormats) {
        if (prepared != null) {
            transaction.requireUsable(prepared.statement().statement());
        }
        return portals.open(
                new Portal(
                        name,
                        prepared == null ? null : fitted(prepared, parameters),
                        parameters,
                        resultFormats,
                        cancellation()));
    }

    /** Makes a cursor, which outlives the statement that declares it. */
    void openCursor(String name, Prepared prepared, ParameterValues parameters) {
        portals.open(
                new Portal(
                        name,
                        fitted(prepared, parameters),
                        parameters,
                        ALL_TEXT,
                        new Cancellation()));
    }

    /** Says that work on a statement begins: from now on it can be canceled and times out. */
    public void enter(ParsedStatement statement) {
        enter(statement, new Cancellation());
    }

    /** Says that work on a portal's statement begins or goes on. */
    public void enter(Portal portal) {
        enter(portal.prepared().statement(), portal.cancellation());
    }

    private void enter(ParsedStatement statement, Cancellation cancellation) {
        running = cancellation;
        timeout =
                registry.timer().start(cancellation, state.settings().number("statement_timeout"));
        state.setActivity(
                new SessionState.Activity(true, statement.redactedText(), clock.instant()));
    }

    /** Says that it ended. */
    public void leave() {
        running = null;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        state.setActivity(
                new SessionState.Activity(false, state.activity().statement(), clock.instant()));
    }

    /** Starts the portal's statement unless it was started before. */
    public void start(Portal portal) {
        if (portal.isStarted()) {
            return;
        }
        Statement statement = portal.prepared().statement().statement();
        transaction.requireUsable(statement);
        portal.start(
                portal.prepared() instanceof SessionCommand command
                        ? run(command, portal)
                        : runInBackend(
                                portal.prepared(), portal.parameters(), portal.cancellation()));
    }

    private ResultStream runInBackend(
            Prepared prepared, ParameterValues parameters, Cancellation cancellation) {
        transaction.ensureOpen();
        transaction.requireWritable(prepared.statement().statement());
        return waits(cancellation)
                .during(() -> backend.execute(prepared, parameters, cancellation));
    }

    /** What this thread waits for in the object store ends with the statement. */
    private static StoreWaits waits(Cancellation cancellation) {
        StoreWaits waits = new StoreWaits();
        cancellation.onCancel(waits::end);
        return waits;
    }

    private ResultStream run(SessionCommand command, Portal portal) {
        return switch (command.statement().statement()) {
            case TransactionStatement statement -> runTransaction(statement);
            case SessionStatement.Set set -> commands.set(set);
            case SessionStatement.Show show -> commands.show(show);
            case SessionStatement.Reset reset -> commands.reset(reset);
            case SessionStatement.Discard discard -> discard(discard);
            case SessionStatement.Deallocate deallocate -> deallocate(deallocate);
            case SessionStatement.Prepare prepare -> {
                statements.store(new NamedStatement(prepare.name(), command.inner(), List.of()));
                yield ResultStream.done(CommandTag.plain("PREPARE"));
            }
            case SessionStatement.Execute execute -> runExecute(command, execute, portal);
            case SessionStatement.Cancel cancel -> {
                registry.cancelBySql(state, cancel.processId(), cancel.message());
                yield ResultStream.done(CommandTag.plain("CANCEL"));
            }
            case CursorStatement.Declare declare ->
                    cursors.declare(declare, command, portal.parameters());
            case CursorStatement.Fetch fetch -> cursors.fetch(fetch, portal.cancellation());
            case CursorStatement.Close close -> cursors.close(close);
            default -> throw ColonnadeException.internal("no session command");
        };
    }

    private ResultStream runExecute(
            SessionCommand command, SessionStatement.Execute execute, Portal portal) {
        if (command.inner() instanceof SessionCommand nested) {
            return run(nested, portal);
        }
        transaction.ensureOpen();
        ParameterValues arguments = backend.arguments(command.inner(), execute);
        return runInBackend(command.inner(), arguments, portal.cancellation());
    }

    private ResultStream runTransaction(TransactionStatement statement) {
        return switch (statement) {
            case TransactionStatement.Begin begin -> {
                transaction.begin(begin.modes());
                yield ResultStream.done(CommandTag.plain(begin.tag()));
            }
            case TransactionStatement.Commit commit -> {
                portals.closeAll();
                yield ResultStream.done(transaction.commit());
            }
            case TransactionStatement.Rollback rollback -> {
                portals.closeAll();
                transaction.rollback();
                yield ResultStream.done(CommandTag.plain("ROLLBACK"));
            }
            case TransactionStatement.SetTransaction set -> {
                transaction.set(set);
                yield ResultStream.done(CommandTag.plain("SET"));
            }
        };
    }

    private ResultStream deallocate(SessionStatement.Deallocate deallocate) {
        if (deallocate.name() == null) {
            statements.closeAll();
        } else {
            statements.require(deallocate.name());
            statements.close(deallocate.name());
        }
        return ResultStream.done(CommandTag.plain(deallocate.tag()));
    }

    private ResultStream discard(SessionStatement.Discard discard) {
        switch (discard.kind()) {
            case ALL -> {
                if (state.transactionStatus() != TransactionStatus.IDLE) {
                    throw new ColonnadeException(
                            ErrorCode.ACTIVE_TRANSACTION,
                            "DISCARD ALL cannot run inside a transaction block");
                }
                statements.closeAll();
                state.settings().resetAll();
            }
            case PLANS, SEQUENCES -> {}
            case TEMP -> throw ColonnadeException.notSupported("DISCARD TEMP");
        }
        return ResultStream.done(CommandTag.plain(discard.tag()));
    }

    /** The end of a message: outside a block, portals go and what was done is committed. */
    public void endImplicit() {
        if (state.transactionStatus() == TransactionStatus.IDLE) {
            portals.closeAll();
            transaction.endImplicit();
        }
    }

    /** Call after any error: rolls back, closes the portals; a block then waits for its end. */
    public void fail() {
        portals.closeAll();
        try {
            transaction.fail();
        } catch (RuntimeException e) {
            LOG.error("rolling back failed", e);
        }
    }

    /** Cancels the running statement, if there is one. From any thread. */
    public void cancel(ColonnadeException reason) {
        Cancellation target = running;
        if (target != null) {
            target.cancel(reason);
        }
    }

    /** Throws once the running statement is canceled. */
    public void checkCanceled() {
        Cancellation current = running;
        if (current != null) {
            current.check();
        }
    }

    /** Whether the running statement was canceled. */
    public boolean isCanceled() {
        Cancellation current = running;
        return current != null && current.isCanceled();
    }

    /** Ends the session. */
    @Override
    public void close() {
        fail();
        try {
            backend.close();
        } catch (RuntimeException e) {
            LOG.error("closing a session failed", e);
        } finally {
            registry.remove(this);
        }
    }
}
