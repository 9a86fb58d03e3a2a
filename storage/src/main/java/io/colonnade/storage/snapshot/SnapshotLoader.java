package io.colonnade.storage.snapshot;

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
        Snapshot start =
                log.newestCheckpoint().map(Snapshot::fromCheckpoint).orElseGet(Snapshot::initial);
        return catchUp(log, start);
    }

    /** The state of a version, or empty when the log no longer holds what it is made from. */
    public static Optional<Snapshot> at(CommitLog log, long version) {
        while (true) {
            Snapshot start =
                    log.newestCheckpoint(version)
                            .map(Snapshot::fromCheckpoint)
                            .orElseGet(Snapshot::initial);
            Optional<Snapshot> found = at(log, version, start);
            if (found.isPresent()
                    || log.newestCheckpointVersion(version).orElse(0L) <= start.version()) {
                return found;
            }
            // The slots were removed meanwhile, and a checkpoint came in their place.
        }
    }

    private static Optional<Snapshot> at(CommitLog log, long version, Snapshot start) {
        Snapshot current = start;
        while (current.version() < version) {
            Optional<LogEntry> next = log.read(current.version() + 1);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            current = follow(current, next.get());
        }
        return Optional.of(current);
    }

    /**
     * The newest state, by the slots after `snapshot`; from a checkpoint, when those are not all
     * there any more.
     */
    public static Snapshot catchUp(CommitLog log, Snapshot snapshot) {
        Snapshot current = snapshot;
        while (true) {
            Optional<LogEntry> next = log.read(current.version() + 1);
            if (next.isPresent()) {
                current = follow(current, next.get());
            } else if (log.isCollected(current.version() + 1)) {
                return load(log);
            } else {
                return current;
            }
        }
    }

    /** The state after the slot that follows. */
    public static Snapshot follow(Snapshot snapshot, LogEntry next) {
        CommitLog.verifyChain(next, snapshot.lastHash());
        return SnapshotBuilder.apply(snapshot, next.record(), next.hash());
    }
}
