package io.colonnade.leader.simulation;

import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.object.ObjectStore;

import java.util.function.UnaryOperator;

/**
 * What a test breaks on purpose, to see that the simulator notices.
 *
 * @param store what leaders get in place of their store
 * @param answersBeforePut leaders acknowledge what they have only queued
 * @param forgetsDeletes a rewrite of a table takes no notice of what others did meanwhile
 */
record Sabotage(
        UnaryOperator<ObjectStore> store,
        GarbagePolicy garbage,
        boolean answersBeforePut,
        boolean forgetsDeletes) {
    /** In microseconds, and short, so that a run sees many collections. */
    static final GarbagePolicy GARBAGE = new GarbagePolicy(3_000_000, 100_000, 1_000_000, 400_000);

    static final Sabotage NONE = new Sabotage(store -> store, GARBAGE, false, false);
}
