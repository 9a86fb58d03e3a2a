package io.colonnade.storage.snapshot;

import io.colonnade.log.Checkpoint;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.DroppedTable;
import io.colonnade.log.LoadLabel;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TransactionSummary;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the history of the next snapshot. Maps are copied only when they change; what has expired
 * by the time of the commit goes then.
 */
final class HistoryBuilder {
    private static final String TEMPORARY_PREFIX = "pg_temp_";

    private static final long DAY_MICROS = 86_400_000_000L;

    /** A table that does not say how long it is kept goes after the longest time that it could. */
    private static final long LONGEST_RETENTION = 90 * DAY_MICROS;

    private long timestampMicros;
    private SortedMap<String, SavedSnapshot> saved = Collections.emptySortedMap();
    private Map<Long, DroppedTable> dropped = Map.of();
    private Map<String, LoadLabel> labels = Map.of();

    HistoryBuilder() {}

    HistoryBuilder(History before, CommitRecord record) {
        timestampMicros = Math.max(before.timestampMicros(), record.getTimestampMicros());
        saved = before.saved();
        dropped = before.dropped();
        labels = before.labels();
        for (TransactionSummary transaction : record.getTransactionsList()) {
            transaction.getLabelsList().forEach(this::label);
        }
    }

    void start(Checkpoint checkpoint) {
        timestampMicros = checkpoint.getTimestampMicros();
        checkpoint.getSnapshotsList().forEach(this::save);
        checkpoint.getDroppedList().forEach(this::dropped);
        checkpoint.getLabelsList().forEach(this::label);
    }

    void save(SavedSnapshot snapshot) {
        saved = new TreeMap<>(saved);
        saved.values().removeIf(this::isExpired);
        saved.put(snapshot.getName(), snapshot);
    }

    void forget(String name) {
        saved = new TreeMap<>(saved);
        saved.remove(name);
    }

    /** Temporary tables are not kept: nobody takes them back. */
    void dropped(TableDefinition table, long version) {
        if (table.getSchema().startsWith(TEMPORARY_PREFIX)) {
            return;
        }
        dropped(
                DroppedTable.newBuilder()
                        .setId(table.getId())
                        .setSchema(table.getSchema())
                        .setName(table.getName())
                        .setVersion(version)
                        .setDroppedMicros(timestampMicros)
                        .setRetentionMicros(table.getRetentionMicros())
                        .build());
    }

    private void dropped(DroppedTable table) {
        dropped = new HashMap<>(dropped);
        dropped.values().removeIf(this::isExpired);
        dropped.put(table.getId(), table);
    }

    void restored(long tableId) {
        if (dropped.containsKey(tableId)) {
            dropped = new HashMap<>(dropped);
            dropped.remove(tableId);
        }
    }

    /** Labels that have expired go when a new one comes. */
    private void label(LoadLabel label) {
        labels = new HashMap<>(labels);
        labels.values().removeIf(old -> History.isExpired(old, timestampMicros));
        labels.put(label.getLabel(), label);
    }

    private boolean isExpired(SavedSnapshot snapshot) {
        return snapshot.getExpiresMicros() != 0 && snapshot.getExpiresMicros() <= timestampMicros;
    }

    private boolean isExpired(DroppedTable table) {
        long retention =
                table.getRetentionMicros() == 0 ? LONGEST_RETENTION : table.getRetentionMicros();
        return table.getDroppedMicros() + retention < timestampMicros;
    }

    History build() {
        return new History(
                timestampMicros,
                Collections.unmodifiableSortedMap(saved),
                Collections.unmodifiableMap(dropped),
                Collections.unmodifiableMap(labels));
    }
}
