package io.colonnade.leader.query;

import io.colonnade.leader.cache.ResultCache;
import io.colonnade.leader.past.GarbageCollection;
import io.colonnade.leader.past.PastVersions;
import io.colonnade.leader.session.SessionRegistry;
import io.colonnade.leader.system.StatementHistory;
import io.colonnade.leader.transaction.Committer;
import io.colonnade.wlm.admission.AdmissionController;

import java.time.InstantSource;

/** What all sessions of a leader share. */
public record LeaderServices(
        Committer committer,
        PastVersions past,
        GarbageCollection garbage,
        Dispatcher dispatcher,
        AdmissionController admission,
        ResultCache resultCache,
        StatementHistory history,
        SessionRegistry sessions,
        PlanningThreads planning,
        InstantSource clock) {

    long nowMicros() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
