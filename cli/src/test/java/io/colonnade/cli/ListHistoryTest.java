package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.cli.ListTransaction.Outcome;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The checker finds every anomaly that is planted, and none where there is none. */
class ListHistoryTest {
    private final List<ListTransaction> history = new ArrayList<>();

    private ListTransaction transaction() {
        ListTransaction made = new ListTransaction(history.size()).ends(Outcome.COMMITTED);
        history.add(made);
        return made;
    }

    private void finds(String anomaly, boolean serializable) {
        List<String> found = ListHistory.anomalies(history, serializable);
        assertTrue(
                found.stream().anyMatch(text -> text.startsWith(anomaly)),
                "looked for " + anomaly + ", found " + found);
    }

    @Test
    void aSerialHistoryIsFine() {
        transaction().append(1, 1).append(2, 2);
        transaction().read(1, 1).append(1, 3).read(1, 1, 3);
        transaction().append(1, 9).ends(Outcome.ABORTED);
        transaction().append(2, 8).ends(Outcome.UNKNOWN);
        transaction().append(2, 4).ends(Outcome.UNKNOWN);
        transaction().read(1, 1, 3).read(2, 2, 4);
        assertEquals(List.of(), ListHistory.anomalies(history, true));
    }

    @Test
    void lostUpdates() {
        transaction().append(1, 1);
        transaction().read(1, 1).append(1, 2);
        transaction().read(1, 1).append(1, 3);
        transaction().read(1, 1, 3);
        finds("lost update: 2", false);
    }

    @Test
    void twoUpdatesOfOneVersion() {
        transaction().read(1).append(1, 1);
        transaction().read(1).append(1, 2);
        transaction().read(1, 1, 2);
        finds("G-single", false);
    }

    @Test
    void readsOfWhatWasRolledBack() {
        transaction().append(1, 1).ends(Outcome.ABORTED);
        transaction().read(1, 1);
        finds("G1a", false);
    }

    @Test
    void readsOfIntermediateStates() {
        transaction().append(1, 1).append(1, 2);
        transaction().read(1, 1);
        transaction().read(1, 1, 2);
        finds("G1b", false);
    }

    @Test
    void writesThatInterleave() {
        transaction().append(1, 1).append(2, 2);
        transaction().append(1, 3).append(2, 4);
        transaction().read(1, 1, 3).read(2, 4, 2);
        finds("G0", false);
    }

    @Test
    void informationThatGoesInACircle() {
        transaction().append(1, 1).read(2, 2);
        transaction().append(2, 2).read(1, 1);
        transaction().read(1, 1).read(2, 2);
        finds("G1c", false);
    }

    @Test
    void skewedReads() {
        transaction().append(1, 1).append(2, 2);
        transaction().read(1).read(2, 2);
        transaction().read(1, 1).read(2, 2);
        finds("G-single", false);
    }

    @Test
    void twoReadersThatSeeTwoOrders() {
        transaction().append(1, 1);
        transaction().append(2, 2);
        transaction().read(1, 1).read(2);
        transaction().read(1).read(2, 2);
        transaction().read(1, 1).read(2, 2);
        finds("G-single or G-SI", false);
    }

    @Test
    void writeSkewIsForbiddenToSerializableOnesOnly() {
        transaction().read(1).append(2, 2);
        transaction().read(2).append(1, 1);
        transaction().read(1, 1).read(2, 2);
        assertEquals(List.of(), ListHistory.anomalies(history, false));
        finds("G2", true);
    }

    @Test
    void readsThatDoNotFitTheOwnTransaction() {
        transaction().append(1, 1).read(1);
        transaction().read(1, 1);
        finds("internal", false);
        history.clear();
        transaction().append(1, 1);
        transaction().read(1).read(1, 1);
        finds("internal", false);
    }

    @Test
    void sessionsThatGoBack() {
        transaction().append(1, 1);
        history.add(new ListTransaction(7).read(1, 1).ends(Outcome.COMMITTED));
        history.add(new ListTransaction(7).read(1).ends(Outcome.COMMITTED));
        finds("session", false);
    }

    @Test
    void listsThatForkOrRepeat() {
        transaction().append(1, 1);
        transaction().append(1, 2);
        transaction().read(1, 1, 2);
        transaction().read(1, 2);
        finds("incompatible order", false);
        history.clear();
        transaction().append(1, 1);
        transaction().read(1, 1, 1);
        finds("duplicate", false);
    }
}
