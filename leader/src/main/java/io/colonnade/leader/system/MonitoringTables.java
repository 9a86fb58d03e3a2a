package io.colonnade.leader.system;

import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.LoadError;
import io.colonnade.rpc.Node;

import java.time.Instant;
import java.util.List;

/** What runs and what ran: sessions, statements, load errors, slices. Stateless. */
final class MonitoringTables {
    private static final String SCHEMA = "pg_catalog";

    private MonitoringTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "stv_sessions",
                        "starttime timestamp,process int4,user_name text,db_name text",
                        MonitoringTables::sessions),
                SystemTable.of(
                        SCHEMA,
                        "pg_stat_activity",
                        "datid oid,datname text,pid int4,usesysid oid,usename text,"
                                + "application_name text,client_addr text,"
                                + "backend_start timestamptz,query_start timestamptz,"
                                + "state_change timestamptz,wait_event_type text,wait_event text,"
                                + "state text,query text,backend_type text",
                        MonitoringTables::activity),
                SystemTable.of(
                        SCHEMA,
                        "stv_recents",
                        "userid int4,status text,starttime timestamp,duration int8,"
                                + "user_name text,db_name text,query text,pid int4",
                        MonitoringTables::recents),
                SystemTable.of(
                        SCHEMA,
                        "stv_inflight",
                        "userid int4,query int8,label text,pid int4,starttime timestamp,text text",
                        MonitoringTables::inflight),
                SystemTable.of(
                        SCHEMA,
                        "stl_query",
                        "userid int4,query int8,label text,pid int4,database text,querytxt text,"
                                + "starttime timestamp,endtime timestamp,aborted int4",
                        MonitoringTables::queries),
                SystemTable.of(
                        SCHEMA,
                        "sys_query_history",
                        "user_id int4,query_id int8,session_id int4,database_name text,query_text"
                                + " text,status text,result_cache_hit bool,start_time"
                                + " timestamp,end_time timestamp,elapsed_time int8,queue_time"
                                + " int8,planning_time int8,execution_time int8,error_message"
                                + " text,returned_rows int8,service_class_name text,blocks_read"
                                + " int8,blocks_skipped int8,peak_memory_bytes int8,username text",
                        MonitoringTables::history),
                SystemTable.of(
                        SCHEMA,
                        "stl_load_errors",
                        "userid int4,slice int4,tbl int8,starttime timestamp,session int4,"
                                + "query int8,filename text,line_number int8,colname text,"
                                + "type text,position int4,raw_line text,raw_field_value text,"
                                + "err_code int4,err_reason text",
                        MonitoringTables::loadErrors),
                SystemTable.of(
                        SCHEMA, "stv_slices", "node int4,slice int4", MonitoringTables::slices));
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private static void sessions(SystemContext context, RowSink sink) {
        for (SessionState session : context.sessions().get()) {
            sink.row(
                    micros(session.startedAt()),
                    session.processId(),
                    session.user(),
                    session.database());
        }
    }

    private static void activity(SystemContext context, RowSink sink) {
        for (SessionState session : context.sessions().get()) {
            SessionState.Activity activity = session.activity();
            long since = micros(activity.since());
            sink.row(
                    5,
                    session.database(),
                    session.processId(),
                    CatalogObjects.OWNER,
                    session.user(),
                    session.settings().get("application_name"),
                    session.clientAddress(),
                    micros(session.startedAt()),
                    since,
                    since,
                    null,
                    null,
                    activity.running() ? "active" : "idle",
                    activity.statement(),
                    "client backend");
        }
    }

    private static void recents(SystemContext context, RowSink sink) {
        for (StatementRecord statement : context.history().statements()) {
            StatementRecord.Outcome outcome = statement.outcome();
            long duration = outcome == null ? 0 : outcome.endMicros() - statement.startMicros();
            sink.row(
                    CatalogObjects.userId(context, statement.user()),
                    outcome == null ? "Running" : "Done",
                    statement.startMicros(),
                    duration,
                    statement.user(),
                    statement.database(),
                    statement.text(),
                    outcome == null ? statement.processId() : -1);
        }
    }

    private static void inflight(SystemContext context, RowSink sink) {
        for (StatementRecord statement : context.history().statements()) {
            if (statement.outcome() == null) {
                sink.row(
                        CatalogObjects.userId(context, statement.user()),
                        statement.queryId(),
                        "default",
                        statement.processId(),
                        statement.startMicros(),
                        statement.text());
            }
        }
    }

    private static void queries(SystemContext context, RowSink sink) {
        for (StatementRecord statement : context.history().statements()) {
            StatementRecord.Outcome outcome = statement.outcome();
            if (outcome != null) {
                sink.row(
                        CatalogObjects.userId(context, statement.user()),
                        statement.queryId(),
                        "default",
                        statement.processId(),
                        statement.database(),
                        statement.text(),
                        statement.startMicros(),
                        outcome.endMicros(),
                        outcome.errorMessage() == null ? 0 : 1);
            }
        }
    }

    private static void history(SystemContext context, RowSink sink) {
        for (StatementRecord statement : context.history().statements()) {
            StatementRecord.Outcome outcome = statement.outcome();
            boolean running = outcome == null;
            long elapsed =
                    (running ? context.nowMicros() : outcome.endMicros()) - statement.startMicros();
            sink.row(
                    CatalogObjects.userId(context, statement.user()),
                    statement.queryId(),
                    statement.processId(),
                    statement.database(),
                    statement.text(),
                    status(statement),
                    statement.resultCacheHit(),
                    statement.startMicros(),
                    running ? null : outcome.endMicros(),
                    elapsed,
                    statement.queueMicros(context.nowMicros()),
                    statement.planMicros(),
                    Math.max(0, elapsed - statement.queueMicros(context.nowMicros())),
                    running ? null : outcome.errorMessage(),
                    running ? null : outcome.rows(),
                    statement.queue(),
                    running ? null : outcome.blocksRead(),
                    running ? null : outcome.blocksSkipped(),
                    running ? null : outcome.peakMemoryBytes(),
                    statement.user());
        }
    }

    private static String status(StatementRecord statement) {
        StatementRecord.Outcome outcome = statement.outcome();
        if (outcome == null) {
            return isWaiting(statement) ? "queued" : "running";
        }
        return outcome.errorMessage() == null ? "success" : "failed";
    }

    static boolean isWaiting(StatementRecord statement) {
        return statement.outcome() == null
                && statement.ticket() != null
                && statement.admittedMicros() == 0;
    }

    private static void loadErrors(SystemContext context, RowSink sink) {
        for (StatementHistory.LoadErrorRecord row : context.history().loadErrors()) {
            LoadError error = row.error();
            sink.row(
                    CatalogObjects.userId(context, row.user()),
                    0,
                    row.tableId(),
                    row.atMicros(),
                    0,
                    row.queryId(),
                    error.getFile(),
                    error.getLine(),
                    error.getColumn(),
                    error.getType(),
                    error.getPosition(),
                    error.getRawLine(),
                    error.getValue(),
                    1,
                    error.getReason());
        }
    }

    private static void slices(SystemContext context, RowSink sink) {
        int slice = 0;
        for (Node node : context.topology().getNodesList()) {
            for (int i = 0; i < node.getSlices(); i++) {
                sink.row(node.getId(), slice++);
            }
        }
    }
}
