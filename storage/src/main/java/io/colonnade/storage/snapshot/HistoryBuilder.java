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

/** Makes the history of the next snapshot. Maps are copied only when they change. */
final class HistoryBuilder {
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
        saved.put(snapshot.getName(), snapshot);
    }

    void forget(String name) {
        saved = new TreeMap<>(saved);
        saved.remove(name);
    }

    void dropped(TableDefinition table, long version) {
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
        dropped.put(table.getId(), table);
    }

    void restored(long tableId) {
        if (dropped.containsKey(tableId)) {
            dropped = new HashMap<>(dropped);
            dropped.remove(tableId);
        }
    }

    private void label(LoadLabel label) {
        labels = new HashMap<>(labels);
        labels.put(label.getLabel(), label);
    }

    History build() {
        return new History(
                timestampMicros,
                Collections.unmodifiableSortedMap(saved),
                Collections.unmodifiableMap(dropped),
                Collections.unmodifiableMap(labels));
    }
}
