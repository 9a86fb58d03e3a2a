package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.ClientChannel;
import io.colonnade.leader.session.Login;
import io.colonnade.leader.session.Notice;
import io.colonnade.leader.session.Session;
import io.colonnade.leader.session.SessionIdentity;
import io.colonnade.leader.session.SettingCatalog;
import io.colonnade.leader.session.SettingDefinition;
import io.colonnade.leader.session.TransactionStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/**
 * One client from its startup message to its end: logs it in, then takes one message after the
 * other and has it done. Runs on a virtual thread of its own; {@link #clientGone}, {@link #notice}
 * and {@link #terminate} come from others.
 */
final class ClientConnection implements Runnable, ClientChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private static final int AUTHENTICATION_OK = 0;

    /** Newest protocol 3 that is spoken. */
    private static final int NEWEST_MINOR = 2;

    /** Where a client comes from, and what its TLS channel can be bound to; null without TLS. */
    record Peer(InetSocketAddress address, byte[] channelBinding) {}

    private final PgServer server;
    private final FrontendMessage.Startup startup;
    private final Peer peer;
    private final Inbox inbox;
    private final Outlet outlet;
    private final Runnable onAuthenticated;
    private final ClientWriter writer;
    private final NoticeQueue notices = new NoticeQueue();
    private volatile Session session;
    private SimpleQuery simpleQuery;
    private ExtendedQuery extendedQuery;

    /** After an error in the extended protocol, everything up to the next Sync is skipped. */
    private boolean skipToSync;

    ClientConnection(
            PgServer server,
            FrontendMessage.Startup startup,
            Peer peer,
            Inbox inbox,
            Outlet outlet,
            Runnable onAuthenticated) {
        this.server = server;
        this.startup = startup;
        this.peer = peer;
        this.inbox = inbox;
        this.outlet = outlet;
        this.onAuthenticated = onAuthenticated;
        writer = new ClientWriter(outlet);
    }

    @Override
    public void run() {
        try {
            open();
            serve();
        } catch (Inbox.ClosedException e) {
            LOG.debug("client {} is gone", peer.address());
        } catch (Throwable e) {
            sendFatal(e);
        } finally {
            outlet.closeAfterWrites();
            closeSession();
        }
    }

    private void sendFatal(Throwable failure) {
        try {
            int processId = session == null ? 0 : session.state().processId();
            writer.error("FATAL", ClientErrors.of(failure, processId));
            writer.flush();
        } catch (RuntimeException e) {
            LOG.debug("client {} could not be told its error", peer.address(), e);
        }
    }

    private void closeSession() {
        Session open = session;
        if (open != null) {
            server.cancelKeys().remove(open);
            open.close();
        }
    }

    private void open() {
        StartupParameters parameters = StartupParameters.of(startup.parameters());
        if (startup.minor() > NEWEST_MINOR || !parameters.protocolOptions().isEmpty()) {
            writer.negotiateProtocolVersion(
                    Math.min(startup.minor(), NEWEST_MINOR), parameters.protocolOptions());
        }
        Login login =
                server.authentication()
                        .login(
                                parameters.user(),
                                peer.address().getAddress(),
                                peer.channelBinding(),
                                inbox,
                                writer);
        session =
                server.registry()
                        .open(
                                server.backend(),
                                identity(parameters, login),
                                login,
                                parameters.settings(),
                                this);
        onAuthenticated.run();
        simpleQuery = new SimpleQuery(session, writer, notices);
        extendedQuery = new ExtendedQuery(session, writer, notices);
        writer.authentication(AUTHENTICATION_OK, new byte[0]);
        for (SettingDefinition definition : SettingCatalog.all()) {
            if (definition.reported()) {
                writer.parameterStatus(definition, session.state().settings());
            }
        }
        writer.backendKeyData(
                session.state().processId(),
                server.cancelKeys().create(session, Math.min(startup.minor(), NEWEST_MINOR)));
        ready();
    }

    private SessionIdentity identity(StartupParameters parameters, Login login) {
        String address =
                peer.address().getAddress().getHostAddress() + ":" + peer.address().getPort();
        return new SessionIdentity(
                parameters.user(),
                login == null || login.superuser(),
                parameters.database(),
                address,
                parameters.others());
    }

    private void serve() {
        while (true) {
            FrontendMessage message = inbox.take(idleLimitMillis());
            switch (message) {
                case null -> throw idleTooLong();
                case FrontendMessage.Terminate terminate -> {
                    return;
                }
                case FrontendMessage.Malformed malformed -> throw malformed.error();
                default -> serve(message);
            }
        }
    }

    private long idleLimitMillis() {
        return session.state()
                .settings()
                .number(
                        session.state().transactionStatus() == TransactionStatus.IDLE
                                ? "idle_session_timeout"
                                : "idle_in_transaction_session_timeout");
    }

    private ColonnadeException idleTooLong() {
        return session.state().transactionStatus() == TransactionStatus.IDLE
                ? new ColonnadeException(
                        ErrorCode.IDLE_SESSION_TIMEOUT,
                        "terminating connection due to idle-session timeout")
                : new ColonnadeException(
                        ErrorCode.IDLE_IN_TRANSACTION_TIMEOUT,
                        "terminating connection due to idle-in-transaction timeout");
    }

    private void serve(FrontendMessage message) {
        if (skipToSync && !(message instanceof FrontendMessage.Sync)) {
            return;
        }
        try {
            handle(message);
        } catch (Inbox.ClosedException e) {
            throw e;
        } catch (Throwable e) {
            failed(e, isSimple(message));
        }
    }

    private static boolean isSimple(FrontendMessage message) {
        return switch (message) {
            case FrontendMessage.Query query -> true;
            case FrontendMessage.FunctionCall call -> true;
            case FrontendMessage.BadText text -> text.simple();
            default -> false;
        };
    }

    private void handle(FrontendMessage message) {
        switch (message) {
            case FrontendMessage.Query query -> {
                simpleQuery.run(query.sql());
                ready();
            }
            case FrontendMessage.Parse parse -> extendedQuery.parse(parse);
            case FrontendMessage.Bind bind -> extendedQuery.bind(bind);
            case FrontendMessage.Describe describe -> extendedQuery.describe(describe);
            case FrontendMessage.Execute execute -> extendedQuery.execute(execute);
            case FrontendMessage.Close close -> extendedQuery.close(close);
            case FrontendMessage.Flush flush -> writer.flushAndWait();
            case FrontendMessage.Sync sync -> sync();
            case FrontendMessage.BadText text -> throw text.error();
            case FrontendMessage.FunctionCall call ->
                    throw ColonnadeException.notSupported("the function call protocol");
            // What a client sends before it learns that its COPY failed.
            case FrontendMessage.CopyData data -> {}
            case FrontendMessage.CopyDone done -> {}
            case FrontendMessage.CopyFail fail -> {}
            default ->
                    throw new ColonnadeException(
                            ErrorCode.PROTOCOL_VIOLATION, "unexpected message");
        }
    }

    private void sync() {
        skipToSync = false;
        try {
            session.endImplicit();
        } catch (Throwable e) {
            report(e);
        }
        ready();
    }

    private void failed(Throwable failure, boolean simple) {
        report(failure);
        if (simple) {
            ready();
        } else {
            skipToSync = true;
            writer.flushAndWait();
        }
    }

    private void report(Throwable failure) {
        session.leave();
        ColonnadeException error = ClientErrors.of(failure, session.state().processId());
        session.fail();
        ColonnadeException terminated = inbox.terminated();
        if (terminated != null) {
            throw terminated;
        }
        sendNotices();
        writer.error("ERROR", error);
    }

    private void sendNotices() {
        notices.send(writer, session.state().settings().get("client_min_messages"));
    }

    private void ready() {
        sendNotices();
        for (SettingDefinition changed : session.state().settings().takeChanged()) {
            writer.parameterStatus(changed, session.state().settings());
        }
        writer.readyForQuery(session.state().transactionStatus());
        writer.flushAndWait();
    }

    /** The socket is closed; from the event loop. */
    void clientGone() {
        Session open = session;
        if (open != null) {
            open.cancel(new ColonnadeException(ErrorCode.CONNECTION_FAILURE, "the client is gone"));
        }
    }

    @Override
    public InputStream copyIn(int columnCount) {
        writer.copyResponse('G', columnCount);
        writer.flushAndWait();
        return new CopyInStream(inbox, session);
    }

    @Override
    public OutputStream copyOut(int columnCount) {
        writer.copyResponse('H', columnCount);
        return new CopyOutStream(writer, session);
    }

    @Override
    public void notice(Notice notice) {
        notices.add(notice);
    }

    @Override
    public void terminate(ColonnadeException reason) {
        inbox.terminate(reason);
        outlet.end();
    }
}
