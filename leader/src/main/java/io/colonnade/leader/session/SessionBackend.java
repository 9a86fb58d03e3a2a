package io.colonnade.leader.session;

import java.util.Optional;

/**
 * The server behind the sessions: one per process, called by the front end on the session's own
 * virtual thread, so calls may block. Implementations are thread-safe.
 */
public interface SessionBackend {
    /**
     * Whether clients have to prove who they are. While no user has a password this is false, and
     * clients on the loopback interface are trusted; others are refused.
     */
    boolean authenticationRequired();

    /** What is known about a user; empty for unknown ones. */
    Optional<Login> findLogin(String user);

    /**
     * Opens the session of an authenticated client. Throws INVALID_CATALOG_NAME for a database that
     * does not exist.
     */
    BackendSession open(SessionState state);
}
