package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.TableChange;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotBuilder;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one writer of the commit log. A commit is acknowledged when its slot exists in the bucket,
 * not before; whoever loses a slot to a newer leader stops for good. Commits are serialised by the
 * monitor; readers take {@link #current()} without it.
 */
public final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** A start reads at most this many slots beside the checkpoint. */
    private static final int COMMITS_PER_CHECKPOINT = 100;

    private final CommitLog log;
    private final InstantSource clock;
    private final long epoch;
    private final AtomicLong nextObjectId;
    private volatile Snapshot current;

    // Guarded by this: set when it is no longer ours to write.
    private ColonnadeException stopped;

    private Committer(CommitLog log, InstantSource clock, Snapshot newest) {
        this.log = log;
        this.clock = clock;
        this.epoch = newest.epoch() + 1;
        this.current = newest;
        this.nextObjectId = new AtomicLong(newest.nextObjectId());
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
                return committer;
            }
            newest = SnapshotLoader.catchUp(log, newest);
        }
    }

    private synchronized boolean fence() {
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

    /** A new id for a schema, table or view. */
    public long newObjectId() {
        return nextObjectId.getAndIncrement();
    }

    /**
     * Makes the transaction durable; returns the state after it, or throws why it did not happen.
     */
    public synchronized Snapshot commit(Transaction transaction) {
        if (transaction.isReadOnly()) {
            return current;
        }
        if (stopped != null) {
            throw stopped;
        }
        Snapshot before = current;
        new CommitChecks(before, transaction).verify();
        CommitRecord.Builder record =
                newRecord()
                        .setReadVersion(transaction.base().version())
                        .addAllCatalog(transaction.catalogChanges());
        transaction
                .tableChanges()
                .forEach((id, change) -> record.addTables(renumbered(before, transaction, change)));
        append(record.build());
        return current;
    }

    private void append(CommitRecord record) {
        CommitLog.Outcome outcome;
        try {
            outcome = log.append(record);
        } catch (ColonnadeException e) {
            if (e.code() == ErrorCode.COMMIT_OUTCOME_UNKNOWN) {
                // The slot may hold our record: only a restart, which reads it, can go on.
                stopped = e;
            }
            throw e;
        }
        switch (outcome) {
            case CommitLog.Outcome.Committed won -> {
                current = SnapshotBuilder.apply(current, record, won.hash());
                checkpointIfDue();
            }
            case CommitLog.Outcome.Lost lost -> {
                stopped =
                        new ColonnadeException(
                                        ErrorCode.ADMIN_SHUTDOWN,
                                        "this leader was replaced by a newer one (epoch "
                                                + lost.winner().record().getEpoch()
                                                + ")")
                                .hint("Connect to the new leader.");
                throw stopped;
            }
        }
    }

    /** Gives the transaction's new segments ordinals that follow those of the newest state. */
    private static TableChange renumbered(
            Snapshot newest, Transaction transaction, TableChange.Builder change) {
        TableSnapshot now = newest.tables().get(change.getTableId());
        TableSnapshot before = transaction.base().tables().get(change.getTableId());
        if (now == null || before == null || now.nextOrdinal() == before.nextOrdinal()) {
            return change.build();
        }
        long shift = now.nextOrdinal() - before.nextOrdinal();
        TableChange.Builder shifted = change.clone();
        for (int i = 0; i < shifted.getAddCount(); i++) {
            shifted.getAddBuilder(i).setOrdinal(shifted.getAdd(i).getOrdinal() + shift);
        }
        return shifted.build();
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
}
