package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.LoadLabel;
import io.colonnade.storage.snapshot.History;

import java.util.List;
import java.util.TreeMap;

/** What is known of loads that committed. Stateless. */
final class LoadTables {
    private LoadTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        "pg_catalog",
                        "sys_load_labels",
                        "label text,version int8,committed timestamp,rows int8",
                        LoadTables::labels));
    }

    private static void labels(SystemContext context, RowSink sink) {
        History history = context.snapshot().history();
        for (LoadLabel label : new TreeMap<>(history.labels()).values()) {
            if (history.label(label.getLabel(), context.nowMicros()).isPresent()) {
                sink.row(
                        label.getLabel(),
                        label.getVersion(),
                        label.getTimestampMicros(),
                        label.getRows());
            }
        }
    }
}
