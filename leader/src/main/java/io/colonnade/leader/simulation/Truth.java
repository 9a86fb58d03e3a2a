package io.colonnade.leader.simulation;

import io.colonnade.log.CommitRecord;
import io.colonnade.log.LoadLabel;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.log.TransactionSummary;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.log.LogEntry;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Sees every object of the bucket come and go, follows the log without faults, and throws a {@link
 * Violation} the moment a promise is broken. Owned by the baton's holder.
 */
final class Truth implements SimulatedBucket.Witness {
    private final SimulatedBucket bucket;
    private final CommitLog log;
    private final LongSupplier storeMicros;
    private final long retentionMicros;
    private final List<Snapshot> versions = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final Map<String, Content> contents = new HashMap<>();
    private final NotesLedger notes = new NotesLedger();
    private final Set<String> labels = new HashSet<>();
    private final Set<String> added = new HashSet<>();
    private final Map<String, Long> removedMicros = new HashMap<>();
    private long bankTotal;

    /** What a segment holds, and how. */
    private record Content(Rows rows, byte[] bytes) {}

    Truth(SimulatedBucket bucket, LongSupplier storeMicros, long retentionMicros) {
        this.bucket = bucket;
        this.log = new CommitLog(bucket);
        this.storeMicros = storeMicros;
        this.retentionMicros = retentionMicros;
        versions.add(Snapshot.initial());
        times.add(0L);
    }

    Snapshot newest() {
        return versions.getLast();
    }

    Snapshot at(long version) {
        return versions.get((int) version);
    }

    /** Whether a commit has named the object as new. */
    boolean isCommitted(String name) {
        return added.contains(name);
    }

    /** What a segment holds, told by its writer. */
    void register(String name, Rows rows, byte[] bytes) {
        contents.put(name, new Content(rows, bytes));
    }

    /** What must be in the table of notes. */
    NotesLedger notes() {
        return notes;
    }

    /** Whether a load under the label has committed. */
    boolean hasLabel(String label) {
        return labels.contains(label);
    }

    /** From now on the sum of all balances must be this. */
    void expectBankTotal(long total) {
        bankTotal = total;
    }

    /** Whether rows of a version can still be asked for. */
    boolean isRetained(long version) {
        return version + 1 >= times.size()
                || times.get((int) version + 1) > storeMicros.getAsLong() - retentionMicros;
    }

    @Override
    public void created(String key) {
        if (!key.startsWith("log/")) {
            return;
        }
        long version = Long.parseLong(key.substring("log/".length()));
        if (version < versions.size()) {
            require(log.isCollected(version), "slot " + version + " was free a second time");
            return;
        }
        require(version == versions.size(), "slot " + version + " leaves a gap in the log");
        LogEntry entry = log.read(version).orElseThrow();
        Snapshot before = newest();
        CommitRecord record = entry.record();
        require(
                record.getEpoch() >= before.epoch(),
                "slot " + version + " has an older epoch than the one before");
        require(
                record.getTimestampMicros() > times.getLast(),
                "slot " + version + " is not later than the one before");
        noteChanges(before, record);
        versions.add(SnapshotLoader.follow(before, entry));
        times.add(record.getTimestampMicros());
        if (record.getTablesCount() > 0) {
            requireBankTotal(newest());
            requireNotes(record);
        }
    }

    private void requireNotes(CommitRecord record) {
        newest().table(Snapshot.DEFAULT_SCHEMA, Notes.TABLE)
                .filter(
                        t ->
                                record.getTablesList().stream()
                                        .anyMatch(c -> c.getTableId() == t.id()))
                .ifPresent(t -> notes.requireSame(rows(t), record.getVersion()));
    }

    private void noteChanges(Snapshot before, CommitRecord record) {
        for (TableChange change : record.getTablesList()) {
            for (SegmentDescriptor segment : change.getAddList()) {
                String name = segment.getName();
                require(bucket.contains(name), "a commit names " + name + ", which is not there");
                require(added.add(name), "object " + name + " was committed twice");
                notes.committed(name);
            }
            List<long[]> inline = new ArrayList<>();
            change.getInlineList().forEach(rows -> Rows.addTo(inline, rows));
            for (long[] row : inline) {
                String marker = NotesLedger.marker(row[0]);
                added.add(marker);
                notes.committed(marker);
            }
            for (long ordinal : change.getRemoveList()) {
                TableSnapshot table = before.tables().get(change.getTableId());
                table.segment(ordinal)
                        .ifPresent(
                                segment ->
                                        removedMicros.put(
                                                segment.getName(), record.getTimestampMicros()));
            }
        }
        for (TransactionSummary transaction : record.getTransactionsList()) {
            for (LoadLabel label : transaction.getLabelsList()) {
                require(labels.add(label.getLabel()), label.getLabel() + " was loaded twice");
            }
        }
        for (var change : record.getCatalogList()) {
            if (change.hasDropTable()) {
                for (SegmentDescriptor segment :
                        before.tables().get(change.getDropTable()).segments()) {
                    removedMicros.put(segment.getName(), record.getTimestampMicros());
                }
            }
        }
    }

    /** Every read, of whatever state, sees the same sum. */
    void requireBankTotal(Snapshot state) {
        if (bankTotal != 0) {
            long total = 0;
            for (TableSnapshot table : state.tables().values()) {
                if (table.definition().getName().startsWith("bank")) {
                    total += rows(table).stream().mapToLong(row -> row.values()[1]).sum();
                }
            }
            require(
                    total == bankTotal,
                    "version " + state.version() + " has the sum " + total + " of " + bankTotal);
        }
    }

    /** The rows of a table, without going to the bucket. */
    List<Rows.Placed> rows(TableSnapshot table) {
        List<Rows.Placed> rows = new ArrayList<>();
        for (SegmentDescriptor segment : table.segments()) {
            Rows content =
                    InlineSegments.isInline(segment)
                            ? Rows.inline(segment)
                            : contents.get(segment.getName()).rows();
            place(segment, content, rows);
        }
        return rows;
    }

    /** Adds the rows of a segment that are not deleted. */
    static void place(SegmentDescriptor segment, Rows content, List<Rows.Placed> rows) {
        RoaringBitmap deleted = DeletedRows.decode(segment.getDeletedRows());
        for (int i = 0; i < content.rows().size(); i++) {
            if (!deleted.contains(i)) {
                rows.add(new Rows.Placed(segment.getOrdinal(), i, content.rows().get(i)));
            }
        }
    }

    @Override
    public void deleting(String key) {
        if (key.startsWith("data/")) {
            require(!isNeeded(key), "object " + key + " is deleted and still needed");
        } else if (key.startsWith("log/")) {
            long version = Long.parseLong(key.substring("log/".length()));
            require(log.boundary() >= version, "slot " + version + " is deleted unannounced");
        }
    }

    /** Whether a version that is retained names the object. */
    boolean isNeeded(String key) {
        if (names(newest(), key)) {
            return true;
        }
        Long removed = removedMicros.get(key);
        if (removed != null && removed > storeMicros.getAsLong() - retentionMicros) {
            return true;
        }
        return newest().history().saved().values().stream()
                .anyMatch(saved -> names(at(saved.getVersion()), key));
    }

    private static boolean names(Snapshot state, String key) {
        return state.tables().values().stream()
                .anyMatch(t -> t.segments().stream().anyMatch(s -> s.getName().equals(key)));
    }

    /** What a process read of an object is what was written. */
    void requireSameBytes(String name, byte[] bytes) {
        require(
                Arrays.equals(contents.get(name).bytes(), bytes),
                "object " + name + " is read with other bytes");
    }

    /** What a process read from the bucket is what was committed. */
    void requireSame(Snapshot read) {
        require(
                read.version() <= newest().version(),
                "version " + read.version() + " is read and not committed");
        Snapshot real = at(read.version());
        require(
                read.tables().keySet().equals(real.tables().keySet()),
                "version " + read.version() + " is read with other tables");
        for (TableSnapshot table : real.tables().values()) {
            require(
                    read.tables().get(table.id()).segments().equals(table.segments()),
                    "version " + read.version() + " is read with other rows");
        }
    }

    static void require(boolean kept, String what) {
        if (!kept) {
            throw new Violation(what);
        }
    }
}
