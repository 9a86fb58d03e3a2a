package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;

import java.util.List;

/** What VACUUM does and did. Stateless. */
final class VacuumTables {
    private static final String SCHEMA = "pg_catalog";

    private VacuumTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "stl_vacuum",
                        "xid int8,table_id int8,status text,rows int8,sortedrows int8,"
                                + "bytes int8,reclaimable_rows int8,eventtime timestamp",
                        VacuumTables::events),
                SystemTable.of(
                        SCHEMA,
                        "svv_vacuum_progress",
                        "table_name text,status text,pieces int4,rows_written int8,"
                                + "time_remaining_estimate text",
                        VacuumTables::progress),
                SystemTable.of(
                        SCHEMA,
                        "sys_vacuum_history",
                        "table_id int8,table_name text,vacuum_type text,is_automatic bool,"
                                + "status text,start_time timestamp,end_time timestamp,"
                                + "pieces int4,rows_written int8,rows_before int8,"
                                + "rows_deleted_before int8,sorted_rows_before int8,"
                                + "rows_after int8,rows_deleted_after int8,"
                                + "sorted_rows_after int8",
                        VacuumTables::history));
    }

    /** One row when it begins and one when it ends. */
    private static void events(SystemContext context, RowSink sink) {
        for (VacuumHistory.Progress vacuum : context.history().vacuums().all()) {
            event(vacuum, "[" + vacuum.kind + "] Started", vacuum.before, sink);
            if (vacuum.outcome != null) {
                event(vacuum, vacuum.outcome, vacuum.after, sink);
            }
        }
    }

    private static void event(
            VacuumHistory.Progress vacuum, String status, VacuumHistory.State state, RowSink sink) {
        sink.row(
                vacuum.number,
                vacuum.tableId,
                status,
                state.rows(),
                state.sortedRows(),
                state.bytes(),
                state.deletedRows(),
                state.micros());
    }

    /** Those that run, or the last one. */
    private static void progress(SystemContext context, RowSink sink) {
        List<VacuumHistory.Progress> all = context.history().vacuums().all();
        for (VacuumHistory.Progress vacuum : all) {
            boolean last = vacuum == all.getLast();
            if (vacuum.outcome == null || last) {
                sink.row(
                        vacuum.table,
                        vacuum.outcome == null ? "Vacuum: " + vacuum.phase : vacuum.outcome,
                        vacuum.pieces.get(),
                        vacuum.rowsWritten.get(),
                        null);
            }
        }
    }

    private static void history(SystemContext context, RowSink sink) {
        for (VacuumHistory.Progress vacuum : context.history().vacuums().all()) {
            VacuumHistory.State after = vacuum.after;
            boolean ended = vacuum.outcome != null;
            sink.row(
                    vacuum.tableId,
                    vacuum.table,
                    vacuum.kind,
                    vacuum.statement.equals(StatementHistory.AUTOMATIC),
                    ended ? vacuum.outcome : "Running",
                    vacuum.before.micros(),
                    ended ? after.micros() : null,
                    vacuum.pieces.get(),
                    vacuum.rowsWritten.get(),
                    vacuum.before.rows(),
                    vacuum.before.deletedRows(),
                    vacuum.before.sortedRows(),
                    ended ? after.rows() : null,
                    ended ? after.deletedRows() : null,
                    ended ? after.sortedRows() : null);
        }
    }
}
