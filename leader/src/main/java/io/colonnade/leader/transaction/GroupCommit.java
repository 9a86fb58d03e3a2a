package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.Checkpoint;
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

    /** Times as many slots as usual may lie beside a checkpoint that is large beside them. */
    private static final int MOST_CHECKPOINTS_LEFT_OUT = 10;

    /** A checkpoint may be this many times as large as the slots since the last one. */
    private static final int CHECKPOINT_SHARE = 4;

    /** A start reads at most about this many bytes of slots beside the checkpoint. */
    private static final long BYTES_PER_CHECKPOINT = 16L << 20;

    /** Transactions that share a slot at most, so that a record stays small. */
    private static final int MAX_GROUP = 64;

    /** How long a start tries to become the writer while the store does not answer. */
    private static final long FENCE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /**
     * Bounds of a leader's commits.
     *
     * @param transactionNanos age up to which a transaction can commit. Objects that belong to no
     *     version are garbage when they are older than a multiple of this
     * @param commitsPerCheckpoint a start reads at most about this many slots beside the checkpoint
     */
    public record Limits(long transactionNanos, int commitsPerCheckpoint) {
        /** Six hours, and a start within a second. */
        public static final Limits STANDARD = new Limits(TimeUnit.HOURS.toNanos(6), 100);
    }

    private final CommitLog log;
    private final LogWriter writer;
    private final Clock clock;
    private final Rng rng;
    private final Limits limits;
    private final long epoch;
    private final AtomicLong nextObjectId;
    private final ClosedSegments closedSegments = new ClosedSegments();
    private final RecentCommits recent;
    private final RecentRewrites rewrites = new RecentRewrites();
    private volatile Snapshot current;
    private long checkpointVersion;
    private long bytesSinceCheckpoint;
    private volatile int checkpointBytes;

    /** By the clock, since when a group waits for its slot; 0 = none does. */
    private volatile long unsettledSince;

    private GroupCommit(LogWriter writer, Outside outside, Snapshot newest) {
        this.log = outside.log();
        this.writer = writer;
        this.clock = outside.clock();
        this.rng = outside.rng();
        this.limits = outside.limits();
        this.epoch = newest.epoch() + 1;
        this.current = newest;
        this.recent = new RecentCommits(newest.version());
        this.nextObjectId = new AtomicLong(newest.nextObjectId());
    }

    /** What lies outside of a leader's commits. */
    public record Outside(CommitLog log, Clock clock, Rng rng, Limits limits) {}

    /**
     * Reads the newest state and takes over as its writer: an empty record of a new epoch fences
     * whoever wrote before, since their next slot is taken.
     */
    public static GroupCommit takeOver(Outside outside) {
        CommitLog log = outside.log();
        LogWriter writer = new LogWriter(log, outside.clock(), outside.rng());
        Snapshot newest = SnapshotLoader.load(log);
        while (true) {
            GroupCommit made = new GroupCommit(writer, outside, newest);
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

    /**
     * How long a group has been waiting to learn what its slot holds; 0 if none does. While that is
     * long, nobody can tell whether its objects are garbage.
     */
    public long unsettledNanos() {
        long since = unsettledSince;
        return since == 0 ? 0 : Math.max(1, clock.nanos() - since);
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
        unsettledSince = clock.nanos() | 1;
        try {
            Members members = take(queue, group);
            if (!members.taken.isEmpty()) {
                commit(group, members);
            }
        } finally {
            unsettledSince = 0;
        }
    }

    private void commit(CommitGroup group, Members members) {
        Snapshot after;
        try {
            CommitRecord record = group.record();
            byte[] hash = writer.write(record);
            after = group.after(hash);
            bytesSinceCheckpoint += record.getSerializedSize();
        } catch (RuntimeException e) {
            rewrites.forget(current.version() + 1);
            members.taken.forEach(member -> member.done().completeExceptionally(e));
            members.refused.forEach(other -> other.pending.done().completeExceptionally(e));
            return;
        }
        current = after;
        FailPoints.hit("commit.before-answer");
        members.taken.forEach(member -> member.done().complete(after));
        members.refused.forEach(other -> other.pending.done().completeExceptionally(other.why));
    }

    /**
     * Those of a group.
     *
     * @param refused in the light of some that were taken before: that they commit is still to be
     *     seen, and until then nobody must be told that they did
     */
    private record Members(List<CommitQueue.Pending> taken, List<Refused> refused) {}

    private record Refused(CommitQueue.Pending pending, RuntimeException why) {}

    private Members take(CommitQueue queue, CommitGroup group) {
        Members members = new Members(new ArrayList<>(), new ArrayList<>());
        while (members.taken.size() < MAX_GROUP) {
            Optional<CommitQueue.Pending> next = queue.pollIf(group::accepts);
            if (next.isEmpty()) {
                break;
            }
            try {
                requireYoung(next.get().transaction());
                // The ids that it uses may have been given out after the group was begun.
                group.add(next.get().transaction(), nextObjectId.get());
                members.taken.add(next.get());
            } catch (RuntimeException e) {
                if (members.taken.isEmpty()) {
                    next.get().done().completeExceptionally(e);
                } else {
                    members.refused.add(new Refused(next.get(), e));
                }
            }
        }
        return members;
    }

    private void requireYoung(Transaction transaction) {
        if (clock.nanos() - transaction.startedNanos() > limits.transactionNanos()) {
            throw new ColonnadeException(
                            ErrorCode.SERIALIZATION_FAILURE,
                            "could not commit: the transaction began too long ago")
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
        long commits = current.version() - checkpointVersion;
        // A large state under many small commits: writing it must not cost more than they do.
        boolean worth =
                bytesSinceCheckpoint * CHECKPOINT_SHARE >= checkpointBytes
                        || commits / MOST_CHECKPOINTS_LEFT_OUT >= limits.commitsPerCheckpoint();
        boolean due =
                (commits >= limits.commitsPerCheckpoint() && worth)
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
            Checkpoint checkpoint = snapshot.toCheckpoint(CommitLog.formatVersion());
            checkpointBytes = checkpoint.getSerializedSize();
            log.writeCheckpoint(checkpoint);
            FailPoints.hit("checkpoint.after-put");
        } catch (ColonnadeException e) {
            // The commits stand; a later checkpoint will do.
            LOG.warn("no checkpoint at version {}: {}", snapshot.version(), e.getMessage());
        }
    }
}
