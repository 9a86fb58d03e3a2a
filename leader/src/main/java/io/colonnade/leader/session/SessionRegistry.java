package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every open session of the server; opens and finds them. Thread-safe. One per process, shared by
 * the front ends and the system tables.
 */
public final class SessionRegistry implements AutoCloseable {
    private static final int FIRST_PROCESS_ID = 1000;

    private final Clock clock;
    private final int limit;
    private final Semaphore places;
    private final AtomicInteger nextProcessId = new AtomicInteger(FIRST_PROCESS_ID);
    private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final StatementTimer timer = new StatementTimer();

    /** A registry for at most `limit` sessions at a time. */
    public SessionRegistry(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        places = new Semaphore(limit);
    }

    StatementTimer timer() {
        return timer;
    }

    /**
     * Opens a session for an authenticated client.
     *
     * @param login null for trusted clients
     * @param startup settings that the client asked for when it connected, by name
     */
    public Session open(
            SessionBackend backend,
            SessionIdentity identity,
            Login login,
            Map<String, String> startup,
            ClientChannel client) {
        requireUserRoom(login);
        if (!places.tryAcquire()) {
            throw new ColonnadeException(
                            ErrorCode.TOO_MANY_CONNECTIONS, "sorry, too many clients already")
                    .detail("The server takes at most " + limit + " connections.");
        }
        boolean opened = false;
        try {
            SessionState state =
                    new SessionState(
                            nextProcessId.getAndIncrement(), identity, clock.instant(), client);
            startup.forEach(state.settings()::initialise);
            Session session = new Session(state, backend.open(state), this, clock);
            sessions.put(state.processId(), session);
            opened = true;
            return session;
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }

    private void requireUserRoom(Login login) {
        if (login == null || login.connectionLimit() < 0) {
            return;
        }
        long open =
                sessions.values().stream()
                        .filter(session -> session.state().user().equals(login.user()))
                        .count();
        if (open >= login.connectionLimit()) {
            throw new ColonnadeException(
                    ErrorCode.TOO_MANY_CONNECTIONS,
                    "too many connections for user \"" + login.user() + "\"");
        }
    }

    void remove(Session session) {
        if (sessions.remove(session.state().processId(), session)) {
            places.release();
        }
    }

    /** The states of all open sessions, for system tables. */
    public Collection<SessionState> states() {
        return sessions.values().stream().map(Session::state).toList();
    }

    /** Cancels what a session runs. Returns whether there is such a session. */
    public boolean cancel(int processId, String message) {
        Session session = sessions.get(processId);
        if (session == null) {
            return false;
        }
        session.cancel(new ColonnadeException(ErrorCode.QUERY_CANCELED, message));
        return true;
    }

    /** Ends a session. Returns whether there is such a session. */
    public boolean terminate(int processId) {
        Session session = sessions.get(processId);
        if (session == null) {
            return false;
        }
        terminate(session);
        return true;
    }

    private static void terminate(Session session) {
        ColonnadeException reason =
                new ColonnadeException(
                        ErrorCode.ADMIN_SHUTDOWN,
                        "terminating connection due to administrator command");
        session.cancel(reason);
        session.state().client().terminate(reason);
    }

    /** Ends all sessions. */
    public void terminateAll() {
        for (Session session : List.copyOf(sessions.values())) {
            terminate(session);
        }
    }

    /** Waits until every session is closed; false when time ran out. */
    public boolean awaitClosed(Duration timeout) {
        try {
            boolean closed = places.tryAcquire(limit, timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (closed) {
                places.release(limit);
            }
            return closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** CANCEL pid ['message']: for one's own sessions, and for superusers. */
    void cancelBySql(SessionState by, int processId, String message) {
        Session target = sessions.get(processId);
        if (target == null) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "PID " + processId + " is not a server process");
        }
        if (!by.superuser() && !target.state().user().equals(by.user())) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE,
                    "must be superuser to cancel other users' queries");
        }
        target.cancel(
                new ColonnadeException(
                        ErrorCode.QUERY_CANCELED,
                        message == null
                                ? "canceling statement due to user request"
                                : "canceling statement due to user request: " + message));
    }

    @Override
    public void close() {
        timer.close();
    }
}
