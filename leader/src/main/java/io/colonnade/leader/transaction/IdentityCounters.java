package io.colonnade.leader.transaction;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many values of a table's identity columns have been given out. One statement at a time gives
 * out values of a table, since it is known only at its end how many it took; a statement that fails
 * or a transaction that rolls back leaves a gap. Thread-safe.
 *
 * <p>Every commit of such rows stores the count, so that a restart goes on behind it.
 */
public final class IdentityCounters {
    /** How often a waiting statement looks whether it was canceled. */
    private static final long POLL_MILLIS = 50;

    private final Map<Long, Counter> counters = new ConcurrentHashMap<>();

    /** The count of one table. */
    private static final class Counter {
        final ReentrantLock lock = new ReentrantLock();

        // Guarded by lock.
        long count;
    }

    /** The right to give out values, until it is closed. The session's thread only. */
    public static final class Lease implements AutoCloseable {
        private final Counter counter;

        private Lease(Counter counter) {
            this.counter = counter;
        }

        /** Values given out before. */
        public long start() {
            return counter.count;
        }

        /** Says how many more were given out; the count after. */
        public long advance(long values) {
            counter.count += values;
            return counter.count;
        }

        @Override
        public void close() {
            counter.lock.unlock();
        }
    }

    /** Waits until no other statement gives out values of the table. */
    public Lease lease(TableSnapshot table, Cancellation cancellation) {
        Counter counter = counters.computeIfAbsent(table.id(), id -> new Counter());
        try {
            while (!counter.lock.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new io.colonnade.error.ColonnadeException(
                    io.colonnade.error.ErrorCode.QUERY_CANCELED, "the session was interrupted");
        }
        counter.count = Math.max(counter.count, table.identityCount());
        return new Lease(counter);
    }
}
