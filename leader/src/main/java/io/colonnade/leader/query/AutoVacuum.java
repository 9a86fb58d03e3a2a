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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sorts and compacts tables that need it while no query runs or waits, one table at a time. A query
 * that comes stops it at once; pieces that are committed stay, and it goes on when all is quiet
 * again. A thread of its own, and one that watches the queues while it works.
 */
public final class AutoVacuum implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AutoVacuum.class);

    /** How often it looks for work. */
    private static final long PAUSE_MILLIS = 10_000;

    /** How long a query may run beside it before it notices. */
    private static final long WATCH_MILLIS = 50;

    /** Not quite what a user asks for: the last rows cost most. */
    private static final VacuumGoal GOAL = new VacuumGoal(VacuumKind.FULL, 90);

    private final LeaderServices services;
    private final QueryRunner runner;
    private final WriteStatements writes;
    private final long pauseMillis;
    private final Thread thread;
    private final Object lock = new Object();

    // Guarded by lock.
    private boolean closed;

    // Guarded by lock: stops what runs now.
    private Cancellation running = new Cancellation();

    /** By table, the version of its rows that was left as good as it gets. This thread's. */
    private final Map<Long, Long> done = new HashMap<>();

    public AutoVacuum(LeaderServices services) {
        this(services, PAUSE_MILLIS);
    }

    AutoVacuum(LeaderServices services, long pauseMillis) {
        this.services = services;
        this.pauseMillis = pauseMillis;
        SessionState session =
                SessionState.background(
                        LeaderBackend.ADMIN, LeaderBackend.DATABASE, services.clock());
        this.runner = new QueryRunner(services, session);
        this.writes =
                new WriteStatements(services, new StatementPlanner(services, session), runner);
        this.thread = Thread.ofPlatform().daemon().name("auto-vacuum").unstarted(this::serve);
    }

    public void start() {
        thread.start();
    }

    private void serve() {
        while (pause(pauseMillis)) {
            try {
                vacuumNext();
            } catch (ColonnadeException e) {
                boolean stopped = e.code() == ErrorCode.QUERY_CANCELED || !isOpen();
                if (!stopped) {
                    LOG.warn("automatic maintenance failed; it is tried again later", e);
                }
            } catch (RuntimeException e) {
                LOG.warn("automatic maintenance failed; it is tried again later", e);
            }
        }
    }

    /** False when it is over. */
    private boolean pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (lock) {
            try {
                long left = millis;
                while (!closed && left > 0) {
                    lock.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                closed = true;
            }
            return !closed;
        }
    }

    private boolean isOpen() {
        synchronized (lock) {
            return !closed;
        }
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
        Cancellation cancellation = begin();
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

    private Cancellation begin() {
        synchronized (lock) {
            running = new Cancellation();
            if (closed) {
                running.cancel(stopping());
            }
            return running;
        }
    }

    private void watch(Cancellation cancellation) {
        while (!Thread.currentThread().isInterrupted() && pause(WATCH_MILLIS)) {
            if (!isIdle()) {
                cancellation.cancel(
                        new ColonnadeException(
                                ErrorCode.QUERY_CANCELED,
                                "automatic maintenance makes room for a query"));
                return;
            }
        }
    }

    private static ColonnadeException stopping() {
        return new ColonnadeException(ErrorCode.ADMIN_SHUTDOWN, "the server is shutting down");
    }

    /** Stops; a piece that is under way does not commit. */
    @Override
    public void close() {
        Cancellation current;
        synchronized (lock) {
            closed = true;
            current = running;
            lock.notifyAll();
        }
        current.cancel(stopping());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
