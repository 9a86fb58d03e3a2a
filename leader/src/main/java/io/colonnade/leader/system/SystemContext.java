package io.colonnade.leader.system;

import io.colonnade.leader.past.GarbageCollection;
import io.colonnade.leader.past.PastVersions;
import io.colonnade.leader.session.SessionState;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.wlm.admission.AdmissionController;

import java.util.Collection;
import java.util.function.Supplier;

/**
 * What the rows of system relations are made from, as of one query.
 *
 * @param snapshot what the asking transaction sees
 * @param session who asks
 * @param sessions all sessions now
 * @param history statements that ran or run on this leader
 * @param nodes what to ask the compute nodes with
 * @param nowMicros the clock when the query began
 */
public record SystemContext(
        Snapshot snapshot,
        SessionState session,
        Supplier<Collection<SessionState>> sessions,
        StatementHistory history,
        Topology topology,
        AdmissionController admission,
        PastVersions past,
        GarbageCollection garbage,
        NodeReports nodes,
        long nowMicros) {}
