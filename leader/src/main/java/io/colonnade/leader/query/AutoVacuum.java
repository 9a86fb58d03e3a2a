package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.StatementHistory;
import io.colonnade.leader.vacuum.VacuumGoal;
import io.colonnade.leader.vacuum.VacuumNeed;
import io.colonnade.sql.parser.MaintenanceStatement.VacuumKind;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts and compacts tables that need it while no query runs or waits, one table at a time. A query
 * that comes stops it at once; pieces that are committed stay, and it goes on when all is quiet
 * again. A thread of its own, and one that watches the queues while it works.
 */
public final class AutoVacuum implements AutoCloseable {
    /** How often it looks for work. */
    private static final long PAUSE_MILLIS = 10_000;

    /** How long a query may run beside it before it notices. */
    private static final long WATCH_MILLIS = 50;

    /** Not quite what a user asks for: the last rows cost most. */
    private static final VacuumGoal GOAL = new VacuumGoal(VacuumKind.FULL, 90);

    private final LeaderServices services;
    private final QueryRunner runner;
    private final WriteStatements writes;
    private final BackgroundJob job;

    /** By table, the version of its rows that was left as good as it gets. This thread's. */
    private final Map<Long, Long> done = new HashMap<>();

    public AutoVacuum(LeaderServices services) {
        this(services, PAUSE_MILLIS);
    }

    AutoVacuum(LeaderServices services, long pauseMillis) {
        this.services = services;
        SessionState session =
                SessionState.background(
                        LeaderBackend.ADMIN, LeaderBackend.DATABASE, services.clock());
        this.runner = new QueryRunner(services, session);
        this.writes =
                new WriteStatements(services, new StatementPlanner(services, session), runner);
        this.job = new BackgroundJob("auto-vacuum", pauseMillis, this::vacuumNext);
    }

    public void start() {
        job.start();
    }

    private boolean isIdle() {
        return services.admission().states().stream()
                .allMatch(queue -> queue.running() == 0 && queue.waiting() == 0);
    }

    /** Brings the first table that needs it in order, if nothing else is to do. */
    void vacuumNext() {
        if (!isIdle()) {
            return;
        }
        Optional<TableSnapshot> needy =
                services.committer().current().tables().values().stream()
                        .filter(table -> done.getOrDefault(table.id(), -1L) != table.dataVersion())
                        .filter(VacuumNeed::of)
                        .findFirst();
        if (needy.isEmpty()) {
            return;
        }
        long id = needy.get().id();
        Cancellation cancellation = job.begin();
        Thread watcher = Thread.ofVirtual().start(() -> watch(cancellation));
        try {
            new TableVacuum(
                            services,
                            (fragments, snapshot) ->
                                    writes.run(
                                                    new QueryRunner.Job(
                                                            fragments,
                                                            snapshot,
                                                            List.of(),
                                                            false,
                                                            runner.unrecorded(
                                                                    StatementHistory.AUTOMATIC)),
                                                    cancellation)
                                            .results())
                    .run(id, GOAL, StatementHistory.AUTOMATIC, cancellation);
            services.committer()
                    .current()
                    .table(id)
                    .ifPresent(table -> done.put(id, table.dataVersion()));
        } finally {
            watcher.interrupt();
        }
    }

    private void watch(Cancellation cancellation) {
        while (!Thread.currentThread().isInterrupted() && job.pause(WATCH_MILLIS)) {
            if (!isIdle()) {
                cancellation.cancel(
                        new ColonnadeException(
                                ErrorCode.QUERY_CANCELED,
                                "automatic maintenance makes room for a query"));
                return;
            }
        }
    }

    /** Stops; a piece that is under way does not commit. */
    @Override
    public void close() {
        job.close();
    }
}
