package io.colonnade.storage.snapshot;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.log.LogEntry;

import java.util.Optional;

/**
 * Reads states from the bucket: a checkpoint, then later slots, checking the hash chain. Stateless.
 */
public final class SnapshotLoader {
    private SnapshotLoader() {}

    /** The newest state. */
    public static Snapshot load(CommitLog log) {
        while (true) {
            Snapshot start =
                    log.newestCheckpoint()
                            .map(Snapshot::fromCheckpoint)
                            .orElseGet(Snapshot::initial);
            Optional<Snapshot> newest = replay(log, start, Long.MAX_VALUE);
            if (newest.isPresent()) {
                return newest.get();
            }
            // The slots were removed meanwhile, for a newer checkpoint is there.
        }
    }

    /**
     * The newest state, by the slots after `snapshot`; from a checkpoint, when those are not all
     * there any more.
     */
    public static Snapshot catchUp(CommitLog log, Snapshot snapshot) {
        return replay(log, snapshot, Long.MAX_VALUE).orElseGet(() -> load(log));
    }

    /** The state of a version, or empty when the log no longer holds what it is made from. */
    public static Optional<Snapshot> at(CommitLog log, long version) {
        while (true) {
            Snapshot start =
                    log.newestCheckpoint(version)
                            .map(Snapshot::fromCheckpoint)
                            .orElseGet(Snapshot::initial);
            if (start.version() == version) {
                return Optional.of(start);
            }
            Optional<Snapshot> found = replay(log, start, version);
            boolean there = found.isPresent() && found.get().version() == version;
            if (there || log.newestCheckpointVersion(version).orElse(0L) <= start.version()) {
                return there ? found : Optional.empty();
            }
            // The slots were removed meanwhile, and a checkpoint came in their place.
        }
    }

    /**
     * Applies the slots after a state, up to a version or to the end. Empty when the boundary of
     * garbage has passed the first of them: then some may be gone, and one that is there may be
     * that of a writer who slept and does not know yet that it does not count.
     */
    private static Optional<Snapshot> replay(CommitLog log, Snapshot start, long last) {
        Snapshot current = start;
        try {
            while (current.version() < last) {
                Optional<LogEntry> next = log.read(current.version() + 1);
                if (next.isEmpty()) {
                    break;
                }
                current = follow(current, next.get());
            }
        } catch (ColonnadeException e) {
            if (e.code() == ErrorCode.DATA_CORRUPTED && log.isCollected(start.version() + 1)) {
                return Optional.empty();
            }
            throw e;
        }
        return log.isCollected(start.version() + 1) ? Optional.empty() : Optional.of(current);
    }

    /** The state after the slot that follows. */
    public static Snapshot follow(Snapshot snapshot, LogEntry next) {
        CommitLog.verifyChain(next, snapshot.lastHash());
        return SnapshotBuilder.apply(snapshot, next.record(), next.hash());
    }
}
