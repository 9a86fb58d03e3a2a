package io.colonnade.leader.system;

import io.colonnade.log.LoadError;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest statements of this leader, finished or running, and the rows that loads left out.
 * Bounded; thread-safe.
 */
public final class StatementHistory {
    /** Statements kept; some kilobytes each. */
    private static final int STATEMENTS = 10_000;

    private static final int LOAD_ERRORS = 10_000;

    /** Stands for the statement of what the server does by itself. */
    public static final String AUTOMATIC = "automatic maintenance";

    // Guarded by this, oldest first.
    private final ArrayDeque<StatementRecord> statements = new ArrayDeque<>();

    // Guarded by this, oldest first.
    private final ArrayDeque<LoadErrorRecord> loadErrors = new ArrayDeque<>();

    private final VacuumHistory vacuums = new VacuumHistory(InstantSource.system());

    /** A row that a COPY left out or failed with. */
    public record LoadErrorRecord(
            long queryId, String user, long tableId, long atMicros, LoadError error) {}

    public synchronized void add(StatementRecord statement) {
        statements.add(statement);
        if (statements.size() > STATEMENTS) {
            statements.removeFirst();
        }
    }

    public synchronized void add(LoadErrorRecord error) {
        loadErrors.add(error);
        if (loadErrors.size() > LOAD_ERRORS) {
            loadErrors.removeFirst();
        }
    }

    public synchronized List<StatementRecord> statements() {
        return new ArrayList<>(statements);
    }

    public synchronized List<LoadErrorRecord> loadErrors() {
        return new ArrayList<>(loadErrors);
    }

    public VacuumHistory vacuums() {
        return vacuums;
    }
}
