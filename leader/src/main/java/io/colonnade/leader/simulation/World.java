package io.colonnade.leader.simulation;

/** What all that lives in a run shares. */
record World(
        Scheduler scheduler,
        Chance chance,
        Weather weather,
        Trace trace,
        SimulatedBucket bucket,
        Truth truth,
        Sabotage sabotage) {
    long storeMicros() {
        return microsAt(scheduler.nanos());
    }

    /** The store's clock. */
    static long microsAt(long nanos) {
        return 1_800_000_000_000_000L + nanos / 1_000;
    }
}
