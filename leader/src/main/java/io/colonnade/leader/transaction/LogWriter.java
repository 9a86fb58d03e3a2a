package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CommitRecord;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.log.LogEntry;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.seam.Rng;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records into the log's slots for one leader, and stops for good when it may no longer. The
 * committer's thread only.
 *
 * <pre>
 * created               committed, unless the slot was removed as garbage before
 * slot is ours          committed: an earlier attempt landed and its reply was lost
 * slot is a newer one's stopped: this leader is fenced, the record is not in the log
 * slot is another's     stopped: nobody else may write with our epoch or an older one
 * outcome unknown       the identical record again to the same slot, however long it takes
 * store refuses         some attempts, then the record is not in the log
 * </pre>
 */
final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** Attempts while it is certain that none has landed; a store tries by itself, too. */
    private static final int ATTEMPTS = 3;

    private static final long FIRST_PAUSE_NANOS = 10_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    /** Of so many failures in a row one is logged. */
    private static final int LOG_EVERY = 30;

    private final CommitLog log;
    private final Clock clock;
    private final Rng rng;
    private volatile ColonnadeException stopped;
    private volatile boolean givenUp;

    LogWriter(CommitLog log, Clock clock, Rng rng) {
        this.log = log;
        this.clock = clock;
        this.rng = rng;
    }

    /** Throws why nothing can be written any more, if so. */
    void requireWriting() {
        if (stopped != null) {
            throw stopped;
        }
    }

    /** Ends an endless wait for the store; only a restart can tell then what a slot holds. */
    void giveUp() {
        givenUp = true;
    }

    /** The hash of the slot once it holds the record; anything else is thrown. */
    byte[] write(CommitRecord record) {
        requireWriting();
        return switch (settle(record, Long.MAX_VALUE)) {
            case CommitLog.Outcome.Committed won -> won.hash();
            case CommitLog.Outcome.Lost lost -> throw lost(record, lost.winner());
            case CommitLog.Outcome.Collected collected -> {
                stop(fencedBy("the log went on long ago"));
                throw unknown(record, "its slot was removed meanwhile", null);
            }
        };
    }

    /**
     * What the record's slot holds, tried until it is known.
     *
     * @param patienceNanos after that long an unknown outcome is thrown
     */
    CommitLog.Outcome settle(CommitRecord record, long patienceNanos) {
        long start = clock.nanos();
        boolean landed = false;
        boolean mayHaveLanded = false;
        CommitLog.Outcome outcome = null;
        for (int attempt = 1; ; attempt++) {
            try {
                if (!landed) {
                    FailPoints.hit("commit.before-log-put");
                    outcome = log.append(record);
                    landed = true;
                    FailPoints.hit("commit.after-log-put");
                }
                return isVoid(record, outcome) ? new CommitLog.Outcome.Collected() : outcome;
            } catch (ColonnadeException e) {
                mayHaveLanded |= landed || e.code() == ErrorCode.COMMIT_OUTCOME_UNKNOWN;
                if (!mayHaveLanded && (attempt == ATTEMPTS || e.code() == ErrorCode.DISK_FULL)) {
                    throw e;
                }
                if (givenUp || clock.nanos() - start > patienceNanos) {
                    throw giveUp(record, mayHaveLanded, e);
                }
                if (attempt % LOG_EVERY == 1) {
                    LOG.warn("slot {}: attempt {} failed", record.getVersion(), attempt, e);
                }
                pause(attempt);
            }
        }
    }

    /** Whether what the slot holds does not count, since the slot was removed before. */
    private boolean isVoid(CommitRecord record, CommitLog.Outcome outcome) {
        boolean replaced =
                outcome instanceof CommitLog.Outcome.Lost lost
                        && lost.winner().record().getEpoch() > record.getEpoch();
        return !replaced && log.isCollected(record.getVersion());
    }

    private void pause(int attempt) {
        long pause = Math.min(FIRST_PAUSE_NANOS << Math.min(attempt - 1, 10), LONGEST_PAUSE_NANOS);
        clock.sleep(pause / 2 + rng.below(pause / 2));
    }

    private ColonnadeException giveUp(
            CommitRecord record, boolean mayHaveLanded, ColonnadeException cause) {
        if (!mayHaveLanded) {
            return cause;
        }
        ColonnadeException unknown = unknown(record, cause.getMessage(), cause);
        stop(
                new ColonnadeException(
                        ErrorCode.ADMIN_SHUTDOWN, "this leader stopped: " + unknown.getMessage()));
        return unknown;
    }

    private static ColonnadeException unknown(
            CommitRecord record, String why, ColonnadeException cause) {
        return new ColonnadeException(
                        ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                        "it is unknown whether version "
                                + record.getVersion()
                                + " was committed: "
                                + why,
                        cause)
                .hint("Look for the data before you try again.");
    }

    private ColonnadeException lost(CommitRecord record, LogEntry winner) {
        long epoch = winner.record().getEpoch();
        if (epoch > record.getEpoch()) {
            return stop(fencedBy("epoch " + epoch));
        }
        return stop(
                new ColonnadeException(
                        ErrorCode.DATA_CORRUPTED,
                        "log slot "
                                + record.getVersion()
                                + " holds a record of epoch "
                                + epoch
                                + " that the leader of epoch "
                                + record.getEpoch()
                                + " did not write"));
    }

    private static ColonnadeException fencedBy(String whom) {
        return new ColonnadeException(
                        ErrorCode.ADMIN_SHUTDOWN,
                        "this leader was replaced by a newer one (" + whom + ")")
                .hint("Connect to the new leader.");
    }

    private ColonnadeException stop(ColonnadeException reason) {
        stopped = reason;
        return reason;
    }
}
