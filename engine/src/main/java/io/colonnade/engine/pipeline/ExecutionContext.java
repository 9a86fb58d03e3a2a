package io.colonnade.engine.pipeline;

import io.colonnade.engine.memory.MemoryReservation;

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

    private final FragmentEnvironment environment;
    private final WorkerPool.Lane lane;
    private final boolean equalHashes;
    private final ZoneId zone;
    private final RuntimeFilters runtimeFilters = new RuntimeFilters();

    /** Guarded by itself; last registered, first closed. */
    private final ArrayDeque<Runnable> resources = new ArrayDeque<>();

    public ExecutionContext(FragmentEnvironment environment, WorkerPool.Lane lane) {
        this.environment = environment;
        this.lane = lane;
        equalHashes = "on".equals(environment.settings().get(EQUAL_HASHES));
        zone = ZoneId.of(environment.settings().getOrDefault(TIME_ZONE, "UTC"));
    }

    /** Whether scans may leave out what zone maps rule out. */
    public boolean zoneMaps() {
        return !"off".equals(environment.settings().get(ZONE_MAPS));
    }

    public FragmentEnvironment environment() {
        return environment;
    }

    public CancelToken cancel() {
        return environment.cancel();
    }

    public int workers() {
        return lane.pool().workers();
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

    /** Runs the pieces on this thread and on idle workers; returns when all are done. */
    public void parallel(IntConsumer body, int pieces) {
        ParallelWork.run(lane, cancel(), pieces, body);
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
