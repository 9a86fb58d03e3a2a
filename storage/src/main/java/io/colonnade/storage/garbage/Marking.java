package io.colonnade.storage.garbage;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.Checkpoint;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.log.LogEntry;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what must stay as of one moment. One use, one thread.
 *
 * <pre>
 * start := newest checkpoint from before all retentions, or the oldest that there is
 * follow the log from start to its end, and keep
 *   objects of the newest state, of pinned states, and of saved snapshots that have not expired
 *   objects that a commit took out of a table within the table's retention
 * </pre>
 */
final class Marking {
    private final CommitLog log;
    private final GarbagePolicy policy;
    private final long nowMicros;
    private final Set<String> objects = new HashSet<>();

    /** An object taken out of a table: by which commit, and the table's own word on retention. */
    private record Removal(String object, long tableId, long micros, long retentionMicros) {}

    private final List<Removal> removals = new ArrayList<>();

    Marking(CommitLog log, GarbagePolicy policy, long nowMicros) {
        this.log = log;
        this.policy = policy;
        this.nowMicros = nowMicros;
    }

    Retained run(Pins pins) {
        Snapshot newest = SnapshotLoader.load(log);
        Snapshot start = start(nowMicros - longestRetention(newest), Long.MAX_VALUE);
        newest = replay(start);
        for (Removal removal : removals) {
            TableSnapshot now = newest.tables().get(removal.tableId());
            long retention =
                    retention(
                            now == null
                                    ? removal.retentionMicros()
                                    : now.definition().getRetentionMicros());
            if (removal.micros() > nowMicros - retention) {
                objects.add(removal.object());
            }
        }
        keepAll(newest);
        keepAll(pins.current());
        pins.snapshots().forEach(this::keepAll);
        Set<Long> saved = new TreeSet<>();
        for (SavedSnapshot snapshot : newest.history().saved().values()) {
            if (snapshot.getExpiresMicros() == 0 || snapshot.getExpiresMicros() > nowMicros) {
                saved.add(snapshot.getVersion());
                keepAll(savedState(snapshot));
            }
        }
        return new Retained(newest.epoch(), objects, boundary(start, pins), saved);
    }

    private long retention(long stored) {
        return stored == 0 ? policy.retentionMicros() : stored;
    }

    private long longestRetention(Snapshot newest) {
        long longest = policy.retentionMicros();
        for (TableSnapshot table : newest.tables().values()) {
            longest = Math.max(longest, table.definition().getRetentionMicros());
        }
        for (var dropped : newest.history().dropped().values()) {
            longest = Math.max(longest, dropped.getRetentionMicros());
        }
        return longest;
    }

    /**
     * The newest checkpoint that is not younger than a time and of no later version, or the oldest
     * with all its slots.
     */
    private Snapshot start(long micros, long last) {
        long boundary = log.boundary();
        List<Long> versions = new ArrayList<>(log.checkpointVersions());
        versions.removeIf(version -> version < boundary || version > last);
        int low = 0;
        int high = versions.size();
        Snapshot best = null;
        while (low < high) {
            int middle = (low + high) >>> 1;
            Snapshot state = checkpoint(versions.get(middle));
            if (state.history().timestampMicros() <= micros) {
                best = state;
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (best != null) {
            return best;
        }
        return boundary == 0 ? Snapshot.initial() : checkpoint(boundary);
    }

    private Snapshot checkpoint(long version) {
        Optional<Checkpoint> found = log.checkpoint(version);
        return Snapshot.fromCheckpoint(
                found.orElseThrow(() -> changed("checkpoint " + version + " is gone")));
    }

    /** For what only another collector can have done. */
    static ColonnadeException changed(String what) {
        return new ColonnadeException(
                        ErrorCode.SERIALIZATION_FAILURE, "could not collect garbage: " + what)
                .detail("Somebody else seems to collect at the same time.");
    }

    /** The newest state; on the way, notes what commits took away. */
    private Snapshot replay(Snapshot start) {
        Snapshot state = start;
        try {
            Optional<LogEntry> next = log.read(state.version() + 1);
            while (next.isPresent()) {
                Snapshot after = SnapshotLoader.follow(state, next.get());
                noteRemovals(state, after, next.get().record());
                state = after;
                next = log.read(state.version() + 1);
            }
        } catch (ColonnadeException e) {
            requireUnchanged(start);
            throw e;
        }
        requireUnchanged(start);
        return state;
    }

    /** Slots up to the boundary may be gone, or not be what was committed. */
    private void requireUnchanged(Snapshot start) {
        if (log.isCollected(start.version() + 1)) {
            throw changed("slot " + (start.version() + 1) + " is gone");
        }
    }

    private void noteRemovals(Snapshot before, Snapshot after, CommitRecord record) {
        Set<Long> changed = new HashSet<>();
        record.getTablesList().stream().map(TableChange::getTableId).forEach(changed::add);
        for (CatalogChange change : record.getCatalogList()) {
            if (change.hasDropTable()) {
                changed.add(change.getDropTable());
            } else if (change.hasPutState()) {
                changed.add(change.getPutState().getDefinition().getId());
            }
        }
        for (long id : changed) {
            TableSnapshot old = before.tables().get(id);
            if (old != null) {
                noteRemovals(old, after.tables().get(id), record.getTimestampMicros());
            }
        }
    }

    private void noteRemovals(TableSnapshot before, TableSnapshot after, long micros) {
        Map<String, SegmentDescriptor> left = new HashMap<>();
        before.segments().forEach(segment -> left.put(segment.getName(), segment));
        if (after != null) {
            after.segments().forEach(segment -> left.remove(segment.getName()));
        }
        // Rows that are in the log have no object.
        left.remove("");
        long retention = before.definition().getRetentionMicros();
        for (String name : left.keySet()) {
            removals.add(new Removal(name, before.id(), micros, retention));
        }
    }

    private void keepAll(Snapshot state) {
        for (TableSnapshot table : state.tables().values()) {
            for (SegmentDescriptor segment : table.segments()) {
                if (!InlineSegments.isInline(segment)) {
                    objects.add(segment.getName());
                }
            }
        }
    }

    private Snapshot savedState(SavedSnapshot saved) {
        Optional<Snapshot> state = SnapshotLoader.at(log, saved.getVersion());
        if (state.isPresent()) {
            return state.get();
        }
        String name = saved.getName();
        if (!saved.equals(SnapshotLoader.load(log).history().saved().get(name))) {
            throw changed("snapshot \"" + name + "\" was dropped meanwhile");
        }
        throw new ColonnadeException(
                ErrorCode.DATA_CORRUPTED,
                "the log no longer has version "
                        + saved.getVersion()
                        + " of snapshot \""
                        + name
                        + "\"");
    }

    /**
     * The checkpoint to start from, or an older one while its slots must be kept longer. What is
     * pinned may become a saved snapshot any time, which needs its slots.
     */
    private long boundary(Snapshot start, Pins pins) {
        long logStart = nowMicros - policy.logMicros();
        long last = Math.min(start.version(), pins.current().version());
        for (Snapshot pinned : pins.snapshots()) {
            last = Math.min(last, pinned.version());
        }
        return last == start.version() && start.history().timestampMicros() <= logStart
                ? last
                : Math.min(start.version(), start(logStart, last).version());
    }
}
