package io.colonnade.leader.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.object.ObjectStore;

import org.junit.jupiter.api.Test;

import java.util.function.UnaryOperator;

/** The simulator notices each of the mistakes that it is there to find, within a few seeds. */
class SabotageTest {
    private static void isNoticed(Sabotage sabotage, int seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            Simulation.Report report = Simulation.run(seed, false, sabotage);
            if (report.problem().isPresent()) {
                System.out.println("seed " + seed + ": " + report.problem().get().getMessage());
                assertTrue(report.problem().get() instanceof Violation, report::toString);
                return;
            }
        }
        throw new AssertionError("not noticed in " + seeds + " seeds");
    }

    private static Sabotage deceived(DeceivedStore.Mistake mistake) {
        UnaryOperator<ObjectStore> store = real -> new DeceivedStore(real, mistake);
        return new Sabotage(store, Sabotage.GARBAGE, false, false);
    }

    @Test
    void anAnswerBeforeThePut() {
        isNoticed(new Sabotage(real -> real, Sabotage.GARBAGE, true, false), 5);
    }

    @Test
    void aMoveToTheNextSlotOnAnUnknownOutcome() {
        isNoticed(deceived(DeceivedStore.Mistake.MOVES_ON), 200);
    }

    @Test
    void aSlotUsedAgainOnAnUnknownOutcome() {
        isNoticed(deceived(DeceivedStore.Mistake.USES_THE_SLOT_AGAIN), 200);
    }

    @Test
    void aSlotBelievedToBeNewWithoutALookAtTheBoundary() {
        isNoticed(deceived(DeceivedStore.Mistake.SKIPS_THE_BOUNDARY), 2_000);
    }

    @Test
    void garbageCollectedWithoutGrace() {
        GarbagePolicy hasty = new GarbagePolicy(0, 0, 1_000_000, 400_000);
        isNoticed(new Sabotage(real -> real, hasty, false, false), 200);
    }

    @Test
    void versionsThatAreNotRetained() {
        GarbagePolicy forgetful = new GarbagePolicy(3_000_000, 100_000, 0, 400_000);
        isNoticed(new Sabotage(real -> real, forgetful, false, false), 200);
    }

    @Test
    void aRewriteThatForgetsDeletes() {
        isNoticed(new Sabotage(real -> real, Sabotage.GARBAGE, false, true), 200);
    }
}
