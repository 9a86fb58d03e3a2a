package io.colonnade.storage.snapshot;

import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.log.LogEntry;

import java.util.Optional;

/** Reads the newest state from the bucket: newest checkpoint, then every later slot. */
public final class SnapshotLoader {
    private SnapshotLoader() {}

    public static Snapshot load(CommitLog log) {
        Snapshot start =
                log.newestCheckpoint().map(Snapshot::fromCheckpoint).orElseGet(Snapshot::initial);
        return catchUp(log, start);
    }

    /** Applies the slots after `snapshot`, checking the hash chain. */
    public static Snapshot catchUp(CommitLog log, Snapshot snapshot) {
        Snapshot current = snapshot;
        while (true) {
            Optional<LogEntry> next = log.read(current.version() + 1);
            if (next.isEmpty()) {
                return current;
            }
            CommitLog.verifyChain(next.get(), current.lastHash());
            current = SnapshotBuilder.apply(current, next.get().record(), next.get().hash());
        }
    }
}
