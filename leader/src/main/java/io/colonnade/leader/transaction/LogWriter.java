package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CommitRecord;
import io.colonnade.storage.log.CommitLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.locks.LockSupport;

/**
 * Puts records into the log's slots for one leader, and stops for good when it may no longer: a
 * newer leader won a slot, or nobody can tell what a slot holds. The committer's thread only.
 *
 * <pre>
 * created            committed
 * slot is ours       committed: an earlier attempt landed and its reply was lost
 * slot is another's  stopped: a newer leader writes
 * store fails        the identical record again, to the same slot; then stopped, outcome unknown
 * </pre>
 */
final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** Attempts at one slot; with the pauses between them they ride out a hiccup of a second. */
    private static final int ATTEMPTS = 5;

    private static final long FIRST_PAUSE_NANOS = 20_000_000;

    private final CommitLog log;
    private volatile ColonnadeException stopped;

    LogWriter(CommitLog log) {
        this.log = log;
    }

    /** Throws why nothing can be written any more, if so. */
    void requireWriting() {
        if (stopped != null) {
            throw stopped;
        }
    }

    /** The hash of the slot once it holds the record; anything else is thrown. */
    byte[] write(CommitRecord record) {
        requireWriting();
        ColonnadeException problem = null;
        long pause = FIRST_PAUSE_NANOS;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(pause);
                pause *= 2;
            }
            try {
                return switch (log.append(record)) {
                    case CommitLog.Outcome.Committed won -> won.hash();
                    case CommitLog.Outcome.Lost lost ->
                            throw fenced(lost.winner().record().getEpoch());
                };
            } catch (ColonnadeException e) {
                requireWriting();
                if (e.code() == ErrorCode.DISK_FULL) {
                    // Nothing was written and nothing can land later.
                    throw e;
                }
                LOG.warn("slot {}: attempt {} failed", record.getVersion(), attempt + 1, e);
                problem = e;
            }
        }
        throw unknown(record.getVersion(), problem);
    }

    private ColonnadeException fenced(long epoch) {
        stopped =
                new ColonnadeException(
                                ErrorCode.ADMIN_SHUTDOWN,
                                "this leader was replaced by a newer one (epoch " + epoch + ")")
                        .hint("Connect to the new leader.");
        return stopped;
    }

    /** Only a restart, which reads the slot, can go on. */
    private ColonnadeException unknown(long version, ColonnadeException problem) {
        stopped =
                new ColonnadeException(
                                ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                                "it is unknown whether version "
                                        + version
                                        + " was committed: "
                                        + problem.getMessage(),
                                problem)
                        .hint("Restart the server, and look for the data before you try again.");
        return stopped;
    }
}
