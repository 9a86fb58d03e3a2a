package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CommitRecord;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.seam.Rng;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotBuilder;
import io.colonnade.storage.snapshot.SnapshotLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A leader's hold on the log, without threads: takes transactions from a queue, checks them, writes
 * those that fit together into one slot, and answers when the slot exists and is known to count.
 * One thread at a time drives it; {@link #current()} and {@link #newObjectId()} are for all.
 * Outside lie only the log's store, the clock and the chance, so that a simulator can drive it,
 * too.
 */
public final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** A start reads at most about this many slots beside the checkpoint. */
    private static final int COMMITS_PER_CHECKPOINT = 100;

    /** A start reads at most about this many bytes of slots beside the checkpoint. */
    private static final long BYTES_PER_CHECKPOINT = 16L << 20;

    /** Transactions that share a slot at most, so that a record stays small. */
    private static final int MAX_GROUP = 64;

    /** How long a start tries to become the writer while the store does not answer. */
    private static final long FENCE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /**
     * Objects that belong to no version are garbage when they are older than a multiple of this, so
     * no transaction may be older when it commits.
     */
    public static final long MAX_TRANSACTION_NANOS = TimeUnit.HOURS.toNanos(6);

    private final CommitLog log;
    private final LogWriter writer;
    private final Clock clock;
    private final Rng rng;
    private final long epoch;
    private final AtomicLong nextObjectId;
    private final ClosedSegments closedSegments = new ClosedSegments();
    private final RecentCommits recent;
    private final RecentRewrites rewrites = new RecentRewrites();
    private volatile Snapshot current;
    private long checkpointVersion;
    private long bytesSinceCheckpoint;

    private GroupCommit(CommitLog log, LogWriter writer, Clock clock, Rng rng, Snapshot newest) {
        this.log = log;
        this.writer = writer;
        this.clock = clock;
        this.rng = rng;
        this.epoch = newest.epoch() + 1;
        this.current = newest;
        this.recent = new RecentCommits(newest.version());
        this.nextObjectId = new AtomicLong(newest.nextObjectId());
    }

    /**
     * Reads the newest state and takes over as its writer: an empty record of a new epoch fences
     * whoever wrote before, since their next slot is taken.
     */
    public static GroupCommit takeOver(CommitLog log, Clock clock, Rng rng) {
        LogWriter writer = new LogWriter(log, clock, rng);
        Snapshot newest = SnapshotLoader.load(log);
        while (true) {
            GroupCommit made = new GroupCommit(log, writer, clock, rng, newest);
            CommitRecord fence = made.newRecord().build();
            switch (writer.settle(fence, FENCE_PATIENCE_NANOS)) {
                case CommitLog.Outcome.Committed won -> {
                    made.current = SnapshotBuilder.apply(newest, fence, won.hash());
                    made.checkpointVersion =
                            log.newestCheckpointVersion(newest.version()).orElse(0L);
                    return made;
                }
                // Somebody else wrote there: our fence comes behind it.
                case CommitLog.Outcome.Lost lost -> newest = SnapshotLoader.catchUp(log, newest);
                case CommitLog.Outcome.Collected old -> newest = SnapshotLoader.load(log);
            }
        }
    }

    /** The newest committed state. */
    public Snapshot current() {
        return current;
    }

    /** The number of this leader among all that ever wrote; newer ones have higher. */
    public long epoch() {
        return epoch;
    }

    /** A new id for a schema, table, view or user. */
    public long newObjectId() {
        return nextObjectId.getAndIncrement();
    }

    /** The inline segments that must not grow. */
    public ClosedSegments closedSegments() {
        return closedSegments;
    }

    /** Throws why this leader cannot commit any more, if so. */
    public void requireWriting() {
        writer.requireWriting();
    }

    /** Ends a wait for the store that has no end of its own. Any thread. */
    void giveUp() {
        writer.giveUp();
    }

    /**
     * Commits transactions from the front of the queue, as many as fit into one slot, and returns
     * when it is known what became of them.
     */
    public void commitNext(CommitQueue queue) {
        CommitGroup group = new CommitGroup(current, newRecord(), recent, rewrites, closedSegments);
        List<CommitQueue.Pending> members = take(queue, group);
        if (members.isEmpty()) {
            return;
        }
        Snapshot after;
        try {
            CommitRecord record = group.record();
            byte[] hash = writer.write(record);
            after = group.after(hash);
            bytesSinceCheckpoint += record.getSerializedSize();
        } catch (RuntimeException e) {
            members.forEach(member -> member.done().completeExceptionally(e));
            return;
        }
        current = after;
        FailPoints.hit("commit.before-answer");
        members.forEach(member -> member.done().complete(after));
    }

    private List<CommitQueue.Pending> take(CommitQueue queue, CommitGroup group) {
        List<CommitQueue.Pending> members = new ArrayList<>();
        while (members.size() < MAX_GROUP) {
            Optional<CommitQueue.Pending> next = queue.pollIf(group::accepts);
            if (next.isEmpty()) {
                break;
            }
            try {
                requireYoung(next.get().transaction());
                // The ids that it uses may have been given out after the group was begun.
                group.add(next.get().transaction(), nextObjectId.get());
                members.add(next.get());
            } catch (RuntimeException e) {
                next.get().done().completeExceptionally(e);
            }
        }
        return members;
    }

    private void requireYoung(Transaction transaction) {
        if (clock.nanos() - transaction.startedNanos() > MAX_TRANSACTION_NANOS) {
            throw new ColonnadeException(
                            ErrorCode.SERIALIZATION_FAILURE,
                            "could not commit: the transaction began more than 6 hours ago")
                    .hint("Run the transaction again, in smaller parts.");
        }
    }

    private CommitRecord.Builder newRecord() {
        return CommitRecord.newBuilder()
                .setFormatVersion(CommitLog.formatVersion())
                .setVersion(current.version() + 1)
                .setEpoch(epoch)
                .setPreviousHash(CommitLog.hashField(current.lastHash()))
                .setAttemptId(rng.uuid())
                .setTimestampMicros(
                        Math.max(clock.micros(), current.history().timestampMicros() + 1))
                .setNextObjectId(nextObjectId.get());
    }

    /** The state to write a checkpoint of, if one is due; it then counts as written. */
    public Optional<Snapshot> takeDueCheckpoint() {
        boolean due =
                current.version() - checkpointVersion >= COMMITS_PER_CHECKPOINT
                        || bytesSinceCheckpoint >= BYTES_PER_CHECKPOINT;
        if (!due) {
            return Optional.empty();
        }
        checkpointVersion = current.version();
        bytesSinceCheckpoint = 0;
        return Optional.of(current);
    }

    /** Writes a checkpoint. Any thread, beside commits. */
    public void writeCheckpoint(Snapshot snapshot) {
        try {
            FailPoints.hit("checkpoint.before-put");
            log.writeCheckpoint(snapshot.toCheckpoint(CommitLog.formatVersion()));
            FailPoints.hit("checkpoint.after-put");
        } catch (ColonnadeException e) {
            // The commits stand; a later checkpoint will do.
            LOG.warn("no checkpoint at version {}: {}", snapshot.version(), e.getMessage());
        }
    }
}
