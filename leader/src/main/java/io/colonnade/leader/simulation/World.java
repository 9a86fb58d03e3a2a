package io.colonnade.leader.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all that lives in a run shares. Owned by the baton's holder. */
final class World {
    private final Scheduler scheduler;
    private final Chance chance;
    private final Weather weather = new Weather();
    private final Trace trace;
    private final SimulatedBucket bucket;
    private final Truth truth;
    private final Sabotage sabotage;
    private final Hosts hosts;
    private final Network network;
    private final Nodes nodes;
    private final Map<String, List<long[]>> files = new HashMap<>();

    /**
     * @param endNanos a run that is not over by then hangs
     */
    World(long seed, boolean traced, Sabotage sabotage, long endNanos) {
        this.sabotage = sabotage;
        scheduler = new Scheduler(endNanos);
        chance = new Chance(seed);
        trace = new Trace(traced, scheduler);
        bucket = new SimulatedBucket(this::storeMicros);
        truth = new Truth(bucket, this::storeMicros, Sabotage.GARBAGE.retentionMicros());
        bucket.watch(truth);
        hosts = new Hosts(chance, trace);
        network = new Network(this);
        nodes = new Nodes(this);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Chance chance() {
        return chance;
    }

    Weather weather() {
        return weather;
    }

    Trace trace() {
        return trace;
    }

    SimulatedBucket bucket() {
        return bucket;
    }

    Truth truth() {
        return truth;
    }

    Sabotage sabotage() {
        return sabotage;
    }

    Hosts hosts() {
        return hosts;
    }

    Network network() {
        return network;
    }

    Nodes nodes() {
        return nodes;
    }

    /** Rows that can be loaded, by path. */
    Map<String, List<long[]>> files() {
        return files;
    }

    /** The store's clock. */
    long storeMicros() {
        return 1_800_000_000_000_000L + scheduler.nanos() / 1_000;
    }
}
