package io.colonnade.leader.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who a session is and what it is doing. The settings belong to the session's thread; the rest may
 * be read by any (system tables show it).
 */
public final class SessionState {
    private final int processId;
    private final SessionIdentity identity;
    private final Instant startedAt;
    private final ClientChannel client;
    private final Settings settings = new Settings();
    private volatile TransactionStatus transactionStatus = TransactionStatus.IDLE;
    private volatile Activity activity;

    /**
     * What the session does now.
     *
     * @param running a statement runs; otherwise the statement is the last one
     * @param statement its text, without secrets
     */
    public record Activity(boolean running, String statement, Instant since) {}

    SessionState(int processId, SessionIdentity identity, Instant startedAt, ClientChannel client) {
        this.processId = processId;
        this.identity = identity;
        this.startedAt = startedAt;
        this.client = client;
        activity = new Activity(false, "", startedAt);
        settings.initialise("session_authorization", identity.user());
        settings.initialise("is_superuser", identity.superuser() ? "on" : "off");
    }

    /** The state of work that no client asked for; no system table shows it. */
    public static SessionState background(String user, String database, InstantSource clock) {
        return new SessionState(
                0,
                new SessionIdentity(user, true, database, "", Map.of()),
                clock.instant(),
                new NoClient());
    }

    /** Number of the session: pg_backend_pid(), CANCEL. */
    public int processId() {
        return processId;
    }

    public String user() {
        return identity.user();
    }

    public boolean superuser() {
        return identity.superuser();
    }

    public String database() {
        return identity.database();
    }

    /** Address of the client, such as 127.0.0.1:50412; empty when it is in this process. */
    public String clientAddress() {
        return identity.clientAddress();
    }

    /** Startup parameters that are no settings, such as driver_version. */
    public Map<String, String> clientProperties() {
        return identity.clientProperties();
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Settings settings() {
        return settings;
    }

    /** To send notices or to copy from and to the client. */
    public ClientChannel client() {
        return client;
    }

    /** The schemas to look names up in, in order, {@code $user} replaced. */
    public List<String> searchPath() {
        List<String> path = new ArrayList<>();
        for (String name : settings.searchPath()) {
            path.add(name.equals("$user") ? user() : name);
        }
        return path;
    }

    public TransactionStatus transactionStatus() {
        return transactionStatus;
    }

    void setTransactionStatus(TransactionStatus status) {
        transactionStatus = status;
    }

    public Activity activity() {
        return activity;
    }

    void setActivity(Activity now) {
        activity = now;
    }
}
