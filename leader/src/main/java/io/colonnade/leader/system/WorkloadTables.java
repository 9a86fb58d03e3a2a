package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.wlm.admission.QueueState;
import io.colonnade.wlm.queue.QueueConfig;

import java.util.List;

/** Queues and the statements in them. Stateless. */
final class WorkloadTables {
    private static final String SCHEMA = "pg_catalog";

    /** Redshift's number of the first queue that users configure. */
    private static final int FIRST_SERVICE_CLASS = 6;

    private static final int MEGABYTE = 1 << 20;

    private WorkloadTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "stv_wlm_service_class_config",
                        "service_class int4,queueing_strategy text,num_query_tasks int4,"
                                + "target_num_query_tasks int4,evictable text,"
                                + "eviction_threshold int8,query_working_mem int4,"
                                + "target_query_working_mem int4,min_step_mem int4,name text,"
                                + "max_execution_time int8,user_group_wild_card bool,"
                                + "query_group_wild_card bool,concurrency_scaling text,"
                                + "query_priority text,user_groups text,query_groups text,"
                                + "memory_percent int4,max_waiting int4",
                        WorkloadTables::queues),
                SystemTable.of(
                        SCHEMA,
                        "stv_wlm_service_class_state",
                        "service_class int4,name text,num_queued_queries int4,"
                                + "num_executing_queries int4,num_executed_queries int8",
                        WorkloadTables::states),
                SystemTable.of(
                        SCHEMA,
                        "stv_wlm_query_state",
                        "xid int8,task int4,query int8,service_class int4,slot_count int4,"
                                + "wlm_start_time timestamp,state text,queue_time int8,"
                                + "exec_time int8,query_priority text,pid int4,text text",
                        WorkloadTables::current),
                SystemTable.of(
                        SCHEMA,
                        "stl_wlm_query",
                        "userid int4,xid int8,task int4,query int8,service_class int4,"
                                + "slot_count int4,service_class_start_time timestamp,"
                                + "queue_start_time timestamp,queue_end_time timestamp,"
                                + "total_queue_time int8,exec_start_time timestamp,"
                                + "exec_end_time timestamp,total_exec_time int8,"
                                + "service_class_end_time timestamp,final_state text,"
                                + "query_priority text",
                        WorkloadTables::finished));
    }

    private static void queues(SystemContext context, RowSink sink) {
        List<QueueConfig> queues = context.admission().config().queues();
        List<QueueState> states = context.admission().states();
        for (int i = 0; i < queues.size(); i++) {
            QueueConfig queue = queues.get(i);
            long megabytes = states.get(i).memoryBytes() / queue.slots() / MEGABYTE;
            sink.row(
                    FIRST_SERVICE_CLASS + i,
                    "FIFO",
                    queue.slots(),
                    queue.slots(),
                    "false",
                    0,
                    megabytes,
                    megabytes,
                    0,
                    queue.name(),
                    0,
                    queue.userGroups().stream().anyMatch(g -> g.contains("*")),
                    queue.queryGroups().stream().anyMatch(g -> g.contains("*")),
                    "off",
                    "Normal",
                    String.join(",", queue.userGroups()),
                    String.join(",", queue.queryGroups()),
                    queue.memoryPercent(),
                    queue.maxWaitQueries());
        }
    }

    private static void states(SystemContext context, RowSink sink) {
        int serviceClass = FIRST_SERVICE_CLASS;
        for (QueueState state : context.admission().states()) {
            sink.row(
                    serviceClass++,
                    state.name(),
                    state.waiting(),
                    state.running(),
                    state.executed());
        }
    }

    private static void current(SystemContext context, RowSink sink) {
        for (StatementRecord statement : context.history().statements()) {
            StatementRecord.Ticket ticket = statement.ticket();
            if (ticket == null || statement.outcome() != null) {
                continue;
            }
            boolean waits = MonitoringTables.isWaiting(statement);
            sink.row(
                    statement.queryId(),
                    statement.queryId(),
                    statement.queryId(),
                    FIRST_SERVICE_CLASS + ticket.queue(),
                    ticket.slots(),
                    ticket.sinceMicros(),
                    waits ? "QueuedWaiting" : "Running",
                    statement.queueMicros(context.nowMicros()),
                    waits ? 0 : Math.max(0, context.nowMicros() - statement.admittedMicros()),
                    "Normal",
                    statement.processId(),
                    statement.text());
        }
    }

    private static void finished(SystemContext context, RowSink sink) {
        for (StatementRecord statement : context.history().statements()) {
            StatementRecord.Ticket ticket = statement.ticket();
            StatementRecord.Outcome outcome = statement.outcome();
            if (ticket == null || outcome == null) {
                continue;
            }
            long waited = statement.queueMicros(context.nowMicros());
            long begin = ticket.sinceMicros() + waited;
            boolean ran = statement.admittedMicros() > 0;
            sink.row(
                    CatalogObjects.userId(context, statement.user()),
                    statement.queryId(),
                    statement.queryId(),
                    statement.queryId(),
                    FIRST_SERVICE_CLASS + ticket.queue(),
                    ticket.slots(),
                    ticket.sinceMicros(),
                    ticket.sinceMicros(),
                    begin,
                    waited,
                    ran ? begin : null,
                    ran ? outcome.endMicros() : null,
                    ran ? Math.max(0, outcome.endMicros() - begin) : 0,
                    outcome.endMicros(),
                    ran ? "Completed" : "Dequeued",
                    "Normal");
        }
    }
}
