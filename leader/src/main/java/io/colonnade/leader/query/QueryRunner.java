package io.colonnade.leader.query;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.system.SystemContext;
import io.colonnade.leader.system.SystemRelations;
import io.colonnade.plan.Fragment;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.wlm.admission.AdmissionController;
import io.colonnade.wlm.admission.Grant;

import java.util.List;

/** Takes a plan through admission to the compute nodes. The session's thread only. */
final class QueryRunner {
    private static final long MEGABYTE = 1 << 20;

    /** Characters of a statement that the history keeps, as Redshift's stl_query does. */
    private static final int HISTORY_TEXT_LENGTH = 4_000;

    private final LeaderServices services;
    private final SessionState session;

    QueryRunner(LeaderServices services, SessionState session) {
        this.services = services;
        this.session = session;
    }

    SessionState session() {
        return session;
    }

    /**
     * What to run.
     *
     * @param queued whether it waits for a slot of its queue; catalogue queries do not
     */
    record Job(
            List<Fragment> fragments,
            Snapshot snapshot,
            List<FileRange> files,
            boolean queued,
            StatementRecord record) {}

    /** A job under way: its rows and the slot that it holds. */
    record Run(RunningQuery query, Grant grant, StatementRecord record) implements AutoCloseable {
        @Override
        public void close() {
            query.close();
            if (grant != null) {
                grant.close();
            }
        }
    }

    /** A record of a part of a statement, which the history does not show. */
    StatementRecord unrecorded(String text) {
        return new StatementRecord(
                services.dispatcher().newQueryId(),
                session.processId(),
                session.user(),
                session.database(),
                text.substring(0, Math.min(text.length(), HISTORY_TEXT_LENGTH)),
                services.nowMicros());
    }

    StatementRecord newRecord(String text) {
        StatementRecord record = unrecorded(text);
        services.history().add(record);
        return record;
    }

    Run start(Job job, Cancellation cancellation) {
        Grant grant = job.queued() ? admit(cancellation, job.record()) : null;
        try {
            cancellation.check();
            RunningQuery query =
                    services.dispatcher()
                            .start(
                                    new Dispatcher.Work(
                                            job.record().queryId(),
                                            resolve(job),
                                            job.snapshot(),
                                            job.files(),
                                            memory(grant),
                                            session.settings().ofEngine(),
                                            job.record().text()));
            cancellation.onCancel(query::cancel);
            return new Run(query, grant, job.record());
        } catch (RuntimeException e) {
            if (grant != null) {
                grant.close();
            }
            throw e;
        }
    }

    private Grant admit(Cancellation cancellation, StatementRecord record) {
        AdmissionController admission = services.admission();
        AdmissionController.Request request =
                new AdmissionController.Request(
                        groups(),
                        session.settings().get("query_group"),
                        slotCount(),
                        wake -> cancellation.onCancel(reason -> wake.run()));
        int queue = admission.queueOf(request);
        record.waits(
                new StatementRecord.Ticket(
                        queue,
                        admission.config().queues().get(queue).name(),
                        admission.slotsOf(request),
                        services.nowMicros()));
        Grant grant = admission.admit(request);
        record.admitted(services.nowMicros());
        return grant;
    }

    private List<String> groups() {
        var user = services.committer().current().users().get(session.user());
        return user == null ? List.of() : user.getGroupsList();
    }

    private int slotCount() {
        return Integer.parseInt(session.settings().get("wlm_query_slot_count"));
    }

    /** Queries that take no slot (catalogue only) get the share of a small one. */
    private long memory(Grant grant) {
        long granted = grant == null ? 256 * MEGABYTE : grant.memoryBytes();
        long wanted = Long.parseLong(session.settings().get("query_memory")) * MEGABYTE;
        return wanted == 0 ? granted : Math.min(wanted, granted);
    }

    private List<Fragment> resolve(Job job) {
        SystemContext context =
                new SystemContext(
                        job.snapshot(),
                        session,
                        services.sessions()::states,
                        services.history(),
                        services.dispatcher().cluster().topology(),
                        services.admission(),
                        services.past(),
                        services.garbage(),
                        services.dispatcher().cluster().reports(),
                        services.nowMicros());
        return job.fragments().stream()
                .map(
                        fragment ->
                                fragment.toBuilder()
                                        .setRoot(
                                                SystemRelations.resolve(
                                                        fragment.getRoot(), context))
                                        .build())
                .toList();
    }
}
