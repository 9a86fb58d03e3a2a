package io.colonnade.leader.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.garbage.GarbagePolicy;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

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
        return Sabotage.NONE.with(real -> new DeceivedStore(real, mistake), real -> real);
    }

    private static Sabotage making(Sabotage.Mistake mistake) {
        return Sabotage.NONE.with(mistake);
    }

    @Test
    void anAnswerBeforeThePut() {
        isNoticed(making(Sabotage.Mistake.ANSWERS_BEFORE_PUT), 5);
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
        isNoticed(Sabotage.NONE.with(new GarbagePolicy(0, 0, 1_000_000, 400_000)), 200);
    }

    @Test
    void versionsThatAreNotRetained() {
        isNoticed(Sabotage.NONE.with(new GarbagePolicy(3_000_000, 100_000, 0, 400_000)), 200);
    }

    @Test
    void aRewriteThatForgetsDeletes() {
        isNoticed(making(Sabotage.Mistake.FORGETS_DELETES), 200);
    }

    @Test
    void inlineRowsFoldedAsTheyWere() {
        isNoticed(making(Sabotage.Mistake.FOLDS_OLD_ROWS), 200);
    }

    @Test
    void aLabelThatIsNotLookedForAtTheCommit() {
        isNoticed(making(Sabotage.Mistake.CHECKS_LABELS_ONCE), 200);
    }

    @Test
    void aPartOfAReplyTakenTwice() {
        isNoticed(making(Sabotage.Mistake.TAKES_FRAMES_TWICE), 200);
    }

    @Test
    void aLateReplyTakenForAnother() {
        isNoticed(making(Sabotage.Mistake.MIXES_CALLS), 500);
    }

    @Test
    void localBytesThatNobodyChecks() {
        isNoticed(Sabotage.NONE.with(TrustingReads::new), 200);
    }

    @Test
    void aFollowerThatSeesWhatIsOnItsWay() {
        Map<String, byte[]> onTheWay = new HashMap<>();
        isNoticed(
                Sabotage.NONE.with(
                        real -> new LeakingStore(real, onTheWay),
                        real -> new LeakingStore(real, onTheWay)),
                200);
    }
}
