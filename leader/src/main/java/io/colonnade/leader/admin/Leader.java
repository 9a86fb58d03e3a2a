package io.colonnade.leader.admin;

import io.colonnade.leader.cache.ResultCache;
import io.colonnade.leader.catalog.TemporaryTables;
import io.colonnade.leader.past.GarbageCollection;
import io.colonnade.leader.past.PastVersions;
import io.colonnade.leader.pgwire.PgServer;
import io.colonnade.leader.pgwire.PgServerConfig;
import io.colonnade.leader.query.AutoVacuum;
import io.colonnade.leader.query.ComputeCluster;
import io.colonnade.leader.query.Dispatcher;
import io.colonnade.leader.query.InlineFolding;
import io.colonnade.leader.query.LeaderBackend;
import io.colonnade.leader.query.LeaderServices;
import io.colonnade.leader.query.PlannerWarmUp;
import io.colonnade.leader.query.PlanningThreads;
import io.colonnade.leader.session.SessionRegistry;
import io.colonnade.leader.system.StatementHistory;
import io.colonnade.leader.transaction.Committer;
import io.colonnade.storage.garbage.GarbageCollector;
import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Rng;
import io.colonnade.wlm.admission.AdmissionController;
import io.colonnade.wlm.queue.WlmConfig;

import java.time.Clock;

/**
 * A leader: takes over the log, listens for clients, plans and commits. Made, started and closed by
 * one thread.
 */
public final class Leader implements AutoCloseable {
    /** Redshift's limit is 500 per node; each costs a virtual thread and some buffers. */
    private static final int MAX_SESSIONS = 500;

    /** Results are small; the blocks they spare are not. */
    private static final long RESULT_CACHE_BYTES = 64L << 20;

    private final SessionRegistry sessions;
    private final PgServer server;
    private final Committer committer;
    private final LeaderServices services;
    private final InlineFolding folding;
    private final GarbageCollection garbage;

    // Null while it is off.
    private AutoVacuum autoVacuum;

    // Null without it.
    private PlannerWarmUp warmUp;

    /**
     * How a leader listens.
     *
     * @param port 0 = any free one
     * @param queryMemoryBytes memory that the queues of each node share out
     * @param garbage how long the past is kept
     */
    public record Config(
            String listen, int port, WlmConfig wlm, long queryMemoryBytes, GarbagePolicy garbage) {
        public Config(String listen, int port, WlmConfig wlm, long queryMemoryBytes) {
            this(listen, port, wlm, queryMemoryBytes, GarbagePolicy.standard());
        }
    }

    /** Reads the newest state of the bucket and becomes its only writer. */
    public Leader(Config config, ComputeCluster cluster, ObjectStore objects) {
        this(config, cluster, objects, Clock.systemUTC());
    }

    /**
     * The same with another clock for what people see and retention goes by.
     *
     * @param clock not that of commits, which is the machine's
     */
    public Leader(Config config, ComputeCluster cluster, ObjectStore objects, Clock clock) {
        CommitLog log = new CommitLog(objects);
        committer = Committer.open(log, io.colonnade.storage.seam.Clock.system(), Rng.system());
        TemporaryTables.dropLeftOver(committer);
        PastVersions past =
                new PastVersions(
                        log,
                        committer::current,
                        config.garbage().retentionMicros(),
                        key -> objects.size(key) >= 0);
        garbage =
                new GarbageCollection(
                        new GarbageCollector(
                                objects,
                                config.garbage(),
                                io.colonnade.storage.seam.Clock.system()),
                        committer,
                        past,
                        clock,
                        cluster.reports()::forget);
        sessions = new SessionRegistry(MAX_SESSIONS, clock);
        // Query ids grow over restarts: the version of the log does.
        long firstQueryId = committer.current().version() << 20 | 1;
        services =
                new LeaderServices(
                        committer,
                        past,
                        garbage,
                        new Dispatcher(cluster, firstQueryId, past::at),
                        new AdmissionController(config.wlm(), config.queryMemoryBytes()),
                        new ResultCache(RESULT_CACHE_BYTES),
                        new StatementHistory(),
                        sessions,
                        new PlanningThreads(),
                        clock);
        folding = new InlineFolding(services);
        server =
                new PgServer(
                        PgServerConfig.of(config.listen(), config.port()),
                        new LeaderBackend(services),
                        sessions);
    }

    /** Returns when clients can connect. */
    public void start() {
        server.start();
        folding.start();
        garbage.start();
    }

    /** From now on tables are sorted and compacted by themselves when no query runs. */
    public void startAutoVacuum() {
        autoVacuum = new AutoVacuum(services);
        autoVacuum.start();
    }

    /** Spends some seconds of one core on that the first statements are planned fast. */
    public void startWarmUp() {
        warmUp = new PlannerWarmUp(services);
        warmUp.start();
    }

    /** What its sessions share; for work beside them. */
    public LeaderServices services() {
        return services;
    }

    public int port() {
        return server.port();
    }

    /** Whether clients of this machine are let in unasked: no user is configured. */
    public boolean trustsLocalClients() {
        return committer.current().users().isEmpty();
    }

    /** Ends all sessions; what was acknowledged is in the bucket already. */
    @Override
    public void close() {
        server.close();
        if (warmUp != null) {
            warmUp.close();
        }
        sessions.close();
        if (autoVacuum != null) {
            autoVacuum.close();
        }
        folding.close();
        garbage.close();
        services.planning().close();
        committer.close();
    }
}
