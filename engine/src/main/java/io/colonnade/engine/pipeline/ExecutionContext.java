package io.colonnade.engine.pipeline;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.spill.SpillFile;
import io.colonnade.storage.vector.Batch;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/**
 * What the operators of one running fragment share: the environment, the workers, and the resources
 * that are given back when the run ends, however it ends. Thread-safe.
 */
public final class ExecutionContext {
    /** Setting that makes every hash zero, to test what collisions do. */
    private static final String EQUAL_HASHES = "debug_equal_hashes";

    /** PostgreSQL's name of the setting. */
    private static final String TIME_ZONE = "timezone";

    /** Off: scans read everything, for tests that compare. */
    private static final String ZONE_MAPS = "enable_zone_maps";

    /** Off: expressions are only computed by one kernel per operation. */
    private static final String FUSION = "enable_fusion";

    /** How many tasks a pipeline may have; absent or 0: one for each worker. */
    private static final String WORKERS = "debug_workers";

    /** How many rows a source gives at a time, at most. */
    private static final String BATCH_ROWS = "debug_batch_rows";

    /** "always": what can spill does so at once, for tests. */
    private static final String SPILL = "debug_spill";

    private static final String AUTO = "auto";

    /** How to aggregate: auto, hash (groups per worker) or partition (groups by partition). */
    private static final String AGGREGATE = "debug_aggregate";

    /** How to find partners of one integer key: auto, hash, array or rank (bitmap). */
    private static final String JOIN = "debug_join_algorithm";

    /** Off: joins do not filter scans. */
    private static final String RUNTIME_FILTERS = "enable_runtime_filters";

    /** Off: sorts for the first rows do not filter scans. */
    private static final String TOPN_FILTER = "enable_topn_filter";

    private final FragmentEnvironment environment;
    private final WorkerPool.Lane lane;
    private final int workers;
    private final int batchRows;
    private final boolean equalHashes;
    private final boolean spillsAlways;
    private final ZoneId zone;
    private final RuntimeFilters runtimeFilters = new RuntimeFilters();

    /** Guarded by itself; last registered, first closed. */
    private final ArrayDeque<Runnable> resources = new ArrayDeque<>();

    public ExecutionContext(FragmentEnvironment environment, WorkerPool.Lane lane) {
        this.environment = environment;
        this.lane = lane;
        equalHashes = "on".equals(environment.settings().get(EQUAL_HASHES));
        spillsAlways = "always".equals(environment.settings().get(SPILL));
        zone = ZoneId.of(environment.settings().getOrDefault(TIME_ZONE, "UTC"));
        int most = setting(WORKERS, 0);
        int all = lane.pool().workers();
        workers = most == 0 ? all : Math.min(most, all);
        batchRows = setting(BATCH_ROWS, Batch.CAPACITY);
    }

    private int setting(String name, int absent) {
        String value = environment.settings().get(name);
        return value == null ? absent : Integer.parseInt(value);
    }

    /** Whether scans may leave out what zone maps rule out. */
    public boolean zoneMaps() {
        return !"off".equals(environment.settings().get(ZONE_MAPS));
    }

    /** Whether expressions may be computed by generated kernels. */
    public boolean fusion() {
        return !"off".equals(environment.settings().get(FUSION));
    }

    /** One of auto, hash, partition. */
    public String aggregateAlgorithm() {
        return environment.settings().getOrDefault(AGGREGATE, AUTO);
    }

    /** One of auto, hash, array, rank. */
    public String joinAlgorithm() {
        return environment.settings().getOrDefault(JOIN, AUTO);
    }

    /** Whether joins may filter scans. */
    public boolean filtersScans() {
        return !"off".equals(environment.settings().get(RUNTIME_FILTERS));
    }

    /** Whether sorts for the first rows may filter scans. */
    public boolean boundsScans() {
        return !"off".equals(environment.settings().get(TOPN_FILTER));
    }

    public FragmentEnvironment environment() {
        return environment;
    }

    public CancelToken cancel() {
        return environment.cancel();
    }

    public int workers() {
        return workers;
    }

    /** The reader itself, or one that gives its rows in smaller batches. */
    SourceReader limited(SourceReader reader) {
        return batchRows < Batch.CAPACITY ? new SmallBatches(reader, batchRows) : reader;
    }

    public WorkerPool.Lane lane() {
        return lane;
    }

    public NodeCounters counters(int nodeId) {
        return environment.counters().node(nodeId);
    }

    public RuntimeFilters runtimeFilters() {
        return runtimeFilters;
    }

    /** The session's time zone, for casts and functions that need one. */
    public ZoneId zone() {
        return zone;
    }

    public boolean equalHashes() {
        return equalHashes;
    }

    /** A reservation that ends with the run at the latest. */
    public MemoryReservation reservation(String operator) {
        MemoryReservation reservation = new MemoryReservation(environment.memory(), operator);
        onEnd(reservation::close);
        return reservation;
    }

    /** A file for state that does not fit in memory; it ends with the run at the latest. */
    public SpillFile spillFile() {
        SpillFile file = environment.spill().create();
        onEnd(file::close);
        return file;
    }

    /** Whether operators spill without need. */
    public boolean spillsAlways() {
        return spillsAlways;
    }

    /** Runs the pieces on this thread and on idle workers; returns when all are done. */
    public void parallel(IntConsumer body, int pieces) {
        ParallelWork.run(lane, workers, cancel(), pieces, body);
    }

    /** What long loops without batches call from time to time: throws when the query must stop. */
    public Runnable cancelCheck() {
        return cancel()::check;
    }

    /** Registers what must happen when the run ends. */
    public void onEnd(Runnable release) {
        synchronized (resources) {
            resources.push(release);
        }
    }

    /** Called once, when no task runs any more. Releases all, then throws the first failure. */
    public void releaseAll() {
        RuntimeException failure = null;
        while (true) {
            Runnable release;
            synchronized (resources) {
                release = resources.poll();
            }
            if (release == null) {
                break;
            }
            try {
                release.run();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
