package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.BackendSession;
import io.colonnade.leader.session.Login;
import io.colonnade.leader.session.SessionBackend;
import io.colonnade.leader.session.SessionState;
import io.colonnade.log.UserDefinition;

import java.util.Optional;

/** The leader behind the front end: one database, its users and its sessions. Thread-safe. */
public final class LeaderBackend implements SessionBackend {
    /** The one database of a warehouse. */
    public static final String DATABASE = "dev";

    /** The superuser of a warehouse without configured users. */
    public static final String ADMIN = "admin";

    private static final int NO_CONNECTION_LIMIT = -1;

    private final LeaderServices services;

    public LeaderBackend(LeaderServices services) {
        this.services = services;
    }

    @Override
    public boolean authenticationRequired() {
        return !services.committer().current().users().isEmpty();
    }

    @Override
    public Optional<Login> findLogin(String user) {
        UserDefinition definition = services.committer().current().users().get(user);
        if (definition == null) {
            return authenticationRequired()
                    ? Optional.empty()
                    : Optional.of(new Login(user, null, true, NO_CONNECTION_LIMIT));
        }
        return Optional.of(
                new Login(
                        user,
                        definition.getScramVerifier().isEmpty()
                                ? null
                                : definition.getScramVerifier(),
                        definition.getSuperuser(),
                        NO_CONNECTION_LIMIT));
    }

    @Override
    public BackendSession open(SessionState state) {
        if (!state.database().equals(DATABASE)) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_CATALOG_NAME,
                            "database \"" + state.database() + "\" does not exist")
                    .hint("The database of this warehouse is \"" + DATABASE + "\".");
        }
        return new LeaderSession(services, state);
    }
}
