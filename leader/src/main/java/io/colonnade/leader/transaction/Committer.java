package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CommitRecord;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotBuilder;
import io.colonnade.storage.snapshot.SnapshotLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one writer of the commit log. A commit is acknowledged when its slot exists in the bucket,
 * not before; whoever loses a slot to a newer leader stops for good.
 *
 * <p>Sessions queue their transactions; a thread of the committer's own takes what has come while
 * the slot before was written, as many as fit together, and writes them as one slot. Readers take
 * {@link #current()} without waiting.
 */
public final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** A start reads at most this many slots beside the checkpoint. */
    private static final int COMMITS_PER_CHECKPOINT = 100;

    /** Transactions that share a slot at most, so that a record stays small. */
    private static final int MAX_GROUP = 64;

    private final CommitLog log;
    private final LogWriter writer;
    private final InstantSource clock;
    private final long epoch;
    private final AtomicLong nextObjectId;
    private final IdentityCounters identities = new IdentityCounters();
    private final Thread thread;
    private volatile Snapshot current;

    private final Object lock = new Object();

    // Guarded by lock: transactions that wait for a slot, in order of arrival.
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();

    // Guarded by lock.
    private boolean closed;

    /** A session's transaction and what the session waits for. */
    private record Pending(Transaction transaction, CompletableFuture<Snapshot> done) {}

    private Committer(CommitLog log, InstantSource clock, Snapshot newest) {
        this.log = log;
        this.writer = new LogWriter(log);
        this.clock = clock;
        this.epoch = newest.epoch() + 1;
        this.current = newest;
        this.nextObjectId = new AtomicLong(newest.nextObjectId());
        this.thread = Thread.ofPlatform().daemon().name("committer").unstarted(this::serve);
    }

    /**
     * Reads the newest state and takes over as its writer: a record of a new epoch fences whoever
     * wrote before, since their next slot is taken.
     */
    public static Committer open(CommitLog log, InstantSource clock) {
        Snapshot newest = SnapshotLoader.load(log);
        while (true) {
            Committer committer = new Committer(log, clock, newest);
            if (committer.fence()) {
                committer.thread.start();
                return committer;
            }
            newest = SnapshotLoader.catchUp(log, newest);
        }
    }

    private boolean fence() {
        CommitRecord record = newRecord().build();
        return switch (log.append(record)) {
            case CommitLog.Outcome.Committed won -> {
                current = SnapshotBuilder.apply(current, record, won.hash());
                yield true;
            }
            case CommitLog.Outcome.Lost lost -> false;
        };
    }

    /** The newest committed state. */
    public Snapshot current() {
        return current;
    }

    /** A new id for a schema, table, view or user. */
    public long newObjectId() {
        return nextObjectId.getAndIncrement();
    }

    /** The values of identity columns given out on this leader. */
    public IdentityCounters identities() {
        return identities;
    }

    /**
     * Makes the transaction durable; returns the state after it, or throws why it did not happen.
     */
    public Snapshot commit(Transaction transaction) {
        if (transaction.isReadOnly()) {
            return current;
        }
        writer.requireWriting();
        Pending pending = new Pending(transaction, new CompletableFuture<>());
        synchronized (lock) {
            if (closed) {
                throw closing();
            }
            queue.add(pending);
            lock.notifyAll();
        }
        try {
            return pending.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ColonnadeException error) {
                throw error;
            }
            throw e;
        }
    }

    private static ColonnadeException closing() {
        return new ColonnadeException(ErrorCode.ADMIN_SHUTDOWN, "the server is shutting down");
    }

    private void serve() {
        while (true) {
            synchronized (lock) {
                while (queue.isEmpty() && !closed) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                if (queue.isEmpty()) {
                    return;
                }
            }
            commitGroup();
        }
    }

    /** Takes the transactions that fit together from the queue's front and commits them. */
    private void commitGroup() {
        CommitGroup group = new CommitGroup(current, newRecord());
        List<Pending> members = new ArrayList<>();
        Pending next = nextFor(group, members.size());
        while (next != null) {
            try {
                group.add(next.transaction());
                members.add(next);
            } catch (RuntimeException e) {
                next.done().completeExceptionally(e);
            }
            next = nextFor(group, members.size());
        }
        if (group.isEmpty()) {
            return;
        }
        try {
            CommitRecord record = group.record();
            byte[] hash = writer.write(record);
            Snapshot after = SnapshotBuilder.apply(current, record, hash);
            current = after;
            members.forEach(member -> member.done().complete(after));
        } catch (RuntimeException e) {
            members.forEach(member -> member.done().completeExceptionally(e));
            return;
        }
        checkpointIfDue();
    }

    private Pending nextFor(CommitGroup group, int size) {
        synchronized (lock) {
            Pending first = queue.peek();
            boolean fits = first != null && size < MAX_GROUP && group.accepts(first.transaction());
            return fits ? queue.poll() : null;
        }
    }

    private CommitRecord.Builder newRecord() {
        return CommitRecord.newBuilder()
                .setFormatVersion(CommitLog.formatVersion())
                .setVersion(current.version() + 1)
                .setEpoch(epoch)
                .setPreviousHash(CommitLog.hashField(current.lastHash()))
                .setAttemptId(UUID.randomUUID().toString())
                .setTimestampMicros(clock.millis() * 1_000)
                .setNextObjectId(nextObjectId.get());
    }

    private void checkpointIfDue() {
        if (current.version() % COMMITS_PER_CHECKPOINT != 0) {
            return;
        }
        try {
            log.writeCheckpoint(current.toCheckpoint(CommitLog.formatVersion()));
        } catch (ColonnadeException e) {
            // The commit stands; a later checkpoint will do.
            LOG.warn("no checkpoint at version {}: {}", current.version(), e.getMessage());
        }
    }

    /** Commits what is queued and stops. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
