package io.colonnade.leader.system;

import io.colonnade.leader.past.GarbageRun;
import io.colonnade.leader.past.PastVersions;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.DroppedTable;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.garbage.Garbage;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Versions, saved snapshots and dropped tables. Stateless. */
final class HistoryTables {
    private static final String SCHEMA = "pg_catalog";

    private HistoryTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "svv_version",
                        "version int8,committed timestamp,epoch int8",
                        HistoryTables::version),
                SystemTable.of(
                        SCHEMA,
                        "svv_snapshots",
                        "snapshot_name text,version int8,created timestamp,expires timestamp,"
                                + "owner text,bytes int8",
                        HistoryTables::snapshots),
                SystemTable.of(
                        SCHEMA,
                        "svv_dropped_tables",
                        "schema text,table text,table_id oid,version int8,dropped timestamp,"
                                + "kept_until timestamp",
                        HistoryTables::dropped),
                SystemTable.of(
                        SCHEMA,
                        "sys_garbage_history",
                        "started timestamp,ended timestamp,requested_by text,stage text,"
                                + "objects int8,bytes int8,log_slots int8,checkpoints int8,"
                                + "error text",
                        HistoryTables::garbage));
    }

    /** The version that the asking transaction began on. */
    private static void version(SystemContext context, RowSink sink) {
        Snapshot snapshot = context.snapshot();
        sink.row(snapshot.version(), snapshot.history().timestampMicros(), snapshot.epoch());
    }

    private static void snapshots(SystemContext context, RowSink sink) {
        for (SavedSnapshot saved : context.snapshot().history().saved().values()) {
            if (PastVersions.isKept(saved, context.nowMicros())) {
                sink.row(
                        saved.getName(),
                        saved.getVersion(),
                        saved.getCreatedMicros(),
                        saved.getExpiresMicros() == 0 ? null : saved.getExpiresMicros(),
                        saved.getOwner(),
                        bytes(context.past().at(saved.getVersion())));
            }
        }
    }

    /** Clones share segments; each counts once. */
    private static long bytes(Snapshot snapshot) {
        long bytes = 0;
        Set<String> seen = new HashSet<>();
        for (TableSnapshot table : snapshot.tables().values()) {
            for (SegmentDescriptor segment : table.segments()) {
                boolean counts = segment.getName().isEmpty() || seen.add(segment.getName());
                bytes += counts ? segment.getBytes() : 0;
            }
        }
        return bytes;
    }

    private static void garbage(SystemContext context, RowSink sink) {
        for (GarbageRun run : context.garbage().runs()) {
            Garbage garbage = run.garbage();
            boolean done = garbage != null;
            sink.row(
                    run.startMicros(),
                    run.endMicros(),
                    run.trigger(),
                    done ? garbage.stage().name().toLowerCase(Locale.ROOT) : "failed",
                    done ? garbage.objects().size() : null,
                    done ? garbage.bytes() : null,
                    done ? garbage.slots().size() : null,
                    done ? garbage.checkpoints().size() : null,
                    run.error());
        }
    }

    private static void dropped(SystemContext context, RowSink sink) {
        List<DroppedTable> dropped =
                context.snapshot().history().dropped().values().stream()
                        .sorted(Comparator.comparingLong(DroppedTable::getVersion))
                        .toList();
        for (DroppedTable table : dropped) {
            long until = context.past().keptUntil(table);
            if (until > context.nowMicros()) {
                sink.row(
                        table.getSchema(),
                        table.getName(),
                        table.getId(),
                        table.getVersion(),
                        table.getDroppedMicros(),
                        until);
            }
        }
    }
}
