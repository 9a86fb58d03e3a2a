package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.Rng;
import io.colonnade.storage.snapshot.Snapshot;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one writer of the commit log. A commit is acknowledged when its slot exists in the bucket,
 * not before; whoever loses a slot to a newer leader stops for good.
 *
 * <p>Sessions queue their transactions; a thread of the committer's own takes what has come while
 * the slot before was written, as many as fit together, and writes them as one slot; {@link
 * GroupCommit} decides. Checkpoints are written beside it. Readers take {@link #current()} without
 * waiting.
 */
public final class Committer implements AutoCloseable {
    /** How long a client waits for a store that does not answer. */
    private static final long ANSWER_MILLIS = TimeUnit.MINUTES.toMillis(2);

    /** How long a stop waits for what is queued. */
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final GroupCommit commits;
    private final CommitQueue queue = new CommitQueue();
    private final IdentityCounters identities = new IdentityCounters();
    private final ExecutorService checkpoints =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("checkpoint").factory());
    private final Thread thread;
    private final long answerMillis;

    private Committer(GroupCommit commits, long answerMillis) {
        this.commits = commits;
        this.answerMillis = answerMillis;
        this.thread = Thread.ofPlatform().daemon().name("committer").unstarted(this::serve);
    }

    /** Reads the newest state and takes over as its writer; whoever wrote before is fenced. */
    public static Committer open(CommitLog log, Clock clock, Rng rng) {
        return open(log, clock, rng, ANSWER_MILLIS);
    }

    static Committer open(CommitLog log, Clock clock, Rng rng, long answerMillis) {
        Committer committer =
                new Committer(
                        GroupCommit.takeOver(
                                new GroupCommit.Outside(
                                        log, clock, rng, GroupCommit.Limits.STANDARD)),
                        answerMillis);
        committer.thread.start();
        return committer;
    }

    /** The newest committed state. */
    public Snapshot current() {
        return commits.current();
    }

    /** The number of this leader among all that ever wrote; newer ones have higher. */
    public long epoch() {
        return commits.epoch();
    }

    /** See {@link GroupCommit#unsettledNanos}. */
    public long unsettledNanos() {
        return commits.unsettledNanos();
    }

    /** A new id for a schema, table, view or user. */
    public long newObjectId() {
        return commits.newObjectId();
    }

    /** The inline segments that must not grow. */
    public ClosedSegments closedSegments() {
        return commits.closedSegments();
    }

    /** The values of identity columns given out on this leader. */
    public IdentityCounters identities() {
        return identities;
    }

    /**
     * Makes the transaction durable; returns the state after it, or throws why it did not happen.
     * COMMIT_OUTCOME_UNKNOWN: it may have happened, or may still.
     */
    public Snapshot commit(Transaction transaction) {
        if (transaction.isReadOnly()) {
            return current();
        }
        commits.requireWriting();
        CommitQueue.Pending pending = queue.add(transaction);
        try {
            return pending.done().copy().orTimeout(answerMillis, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ColonnadeException error) {
                throw error;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw unanswered(queue.withdraw(pending));
            }
            throw e;
        }
    }

    private static ColonnadeException unanswered(boolean withdrawn) {
        return withdrawn
                ? new ColonnadeException(
                                ErrorCode.STORE_UNAVAILABLE,
                                "could not commit: the object store does not answer")
                        .hint("Nothing was committed. Run the transaction again later.")
                : new ColonnadeException(
                                ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                                "it is unknown whether the transaction was committed:"
                                        + " the object store does not answer")
                        .hint("Look for the data before you try again.");
    }

    private void serve() {
        while (queue.await()) {
            commits.commitNext(queue);
            commits.takeDueCheckpoint()
                    .ifPresent(state -> checkpoints.execute(() -> commits.writeCheckpoint(state)));
        }
    }

    /** Commits what is queued and stops; without an answer of the store, it gives up. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(java.time.Duration.ofMillis(STOP_MILLIS))) {
                commits.giveUp();
                thread.interrupt();
                thread.join();
            }
            checkpoints.shutdown();
            checkpoints.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
