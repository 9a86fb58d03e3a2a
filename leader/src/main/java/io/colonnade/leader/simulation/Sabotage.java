package io.colonnade.leader.simulation;

import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.object.ObjectStore;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a test breaks on purpose, to see that the simulator notices.
 *
 * @param store what leaders get in place of their store
 * @param followerStore likewise for followers
 * @param reads how processes use their local disks
 */
record Sabotage(
        UnaryOperator<ObjectStore> store,
        UnaryOperator<ObjectStore> followerStore,
        GarbagePolicy garbage,
        LocalReads.Source reads,
        Set<Mistake> mistakes) {
    /** In microseconds, and short, so that a run sees many collections. */
    static final GarbagePolicy GARBAGE = new GarbagePolicy(3_000_000, 100_000, 1_000_000, 400_000);

    static final Sabotage NONE =
            new Sabotage(
                    store -> store,
                    store -> store,
                    GARBAGE,
                    LocalReads::tiered,
                    EnumSet.noneOf(Mistake.class));

    /** Something that a leader does wrong. */
    enum Mistake {
        /** It acknowledges what it has only queued. */
        ANSWERS_BEFORE_PUT,
        /** A rewrite of a table takes no notice of what others did meanwhile. */
        FORGETS_DELETES,
        /** Inline rows are folded as they were a while ago. */
        FOLDS_OLD_ROWS,
        /** A label is looked for when a load begins, and not again when it commits. */
        CHECKS_LABELS_ONCE,
        /** A part of a reply that comes twice is taken twice. */
        TAKES_FRAMES_TWICE,
        /** A reply that comes late is taken for that to a newer request. */
        MIXES_CALLS
    }

    boolean makes(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    Sabotage with(Mistake mistake) {
        return new Sabotage(store, followerStore, garbage, reads, EnumSet.of(mistake));
    }

    Sabotage with(UnaryOperator<ObjectStore> leaders, UnaryOperator<ObjectStore> followers) {
        return new Sabotage(leaders, followers, garbage, reads, mistakes);
    }

    Sabotage with(GarbagePolicy policy) {
        return new Sabotage(store, followerStore, policy, reads, mistakes);
    }

    Sabotage with(LocalReads.Source local) {
        return new Sabotage(store, followerStore, garbage, local, mistakes);
    }
}
