package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.HashMap;
import java.util.Map;

/** The prepared statements of a session, by name. Owned by the session's thread. */
public final class StatementTable {
    /** A client that forgets to close them is stopped before it fills the heap. */
    private static final int LIMIT = 10_000;

    private final Map<String, NamedStatement> statements = new HashMap<>();

    StatementTable() {}

    /** Keeps a prepared statement; the unnamed one replaces its predecessor. */
    public void store(NamedStatement statement) {
        if (!statement.name().isEmpty()) {
            if (statements.containsKey(statement.name())) {
                throw new ColonnadeException(
                        ErrorCode.DUPLICATE_STATEMENT,
                        "prepared statement \"" + statement.name() + "\" already exists");
            }
            if (statements.size() >= LIMIT) {
                throw new ColonnadeException(
                                ErrorCode.CONFIGURATION_LIMIT,
                                "a session has at most " + LIMIT + " prepared statements")
                        .hint("Close those that are no longer needed.");
            }
        }
        statements.put(statement.name(), statement);
    }

    /** The prepared statement of that name; INVALID_STATEMENT_NAME if there is none. */
    public NamedStatement require(String name) {
        NamedStatement statement = statements.get(name);
        if (statement == null) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_STATEMENT_NAME,
                    name.isEmpty()
                            ? "unnamed prepared statement does not exist"
                            : "prepared statement \"" + name + "\" does not exist");
        }
        return statement;
    }

    /** Forgets a prepared statement if it is there. */
    public void close(String name) {
        statements.remove(name);
    }

    void closeAll() {
        statements.clear();
    }
}
