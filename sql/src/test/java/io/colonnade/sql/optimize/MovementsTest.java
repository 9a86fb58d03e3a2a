package io.colonnade.sql.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.plan.JoinKind;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Which data movements are offered for which join. Left columns are 0 and 1, right 10 and 11. */
class MovementsTest {
    private static final JoinKeys KEYS =
            new JoinKeys(new int[] {0, 1}, new int[] {10, 11}, new boolean[2]);

    private static final Distribution LEFT = Distribution.hash(List.of(0));
    private static final Distribution RIGHT = Distribution.hash(List.of(10));

    private static List<String> labels(JoinKind kind, Distribution left, Distribution right) {
        return Movements.options(kind, left, right, KEYS, false).stream()
                .map(Movement::label)
                .toList();
    }

    @Test
    void collocatedSidesStay() {
        assertTrue(labels(JoinKind.INNER, LEFT, RIGHT).contains("DS_DIST_NONE"));
        assertTrue(labels(JoinKind.FULL_OUTER, LEFT, RIGHT).contains("DS_DIST_NONE"));
    }

    @Test
    void hashesOfDifferentKeysAreNotCollocated() {
        Distribution other = Distribution.hash(List.of(11));
        assertFalse(labels(JoinKind.INNER, LEFT, other).contains("DS_DIST_NONE"));
        assertEquals(
                List.of("DS_DIST_INNER", "DS_DIST_OUTER", "DS_DIST_BOTH", "DS_BCAST_INNER"),
                labels(JoinKind.INNER, LEFT, other));
    }

    @Test
    void copiesServeTheSideThatKeepsNoUnmatchedRows() {
        assertEquals(
                List.of("DS_DIST_ALL_NONE"),
                labels(JoinKind.LEFT_OUTER, LEFT, Distribution.REPLICATED));
        assertFalse(
                labels(JoinKind.RIGHT_OUTER, LEFT, Distribution.REPLICATED)
                        .contains("DS_DIST_ALL_NONE"));
        assertFalse(
                labels(JoinKind.LEFT_SEMI, Distribution.REPLICATED, RIGHT)
                        .contains("DS_DIST_ALL_NONE"));
    }

    @Test
    void nothingIsBroadcastBelowAFullJoin() {
        assertFalse(
                labels(JoinKind.FULL_OUTER, Distribution.RANDOM, RIGHT).contains("DS_BCAST_INNER"));
    }

    @Test
    void aNullAnywhereDecidesNotInSoAllOfItIsEverywhere() {
        assertEquals(List.of("DS_BCAST_INNER"), labels(JoinKind.NULL_AWARE_ANTI, LEFT, RIGHT));
    }

    @Test
    void withoutKeysAFullJoinIsSerial() {
        List<Movement> options =
                Movements.options(
                        JoinKind.FULL_OUTER,
                        Distribution.RANDOM,
                        Distribution.RANDOM,
                        JoinKeys.NONE,
                        false);
        assertEquals("DS_DIST_ALL_INNER", options.get(0).label());
        assertTrue(options.get(0).output().isSingle());
    }

    @Test
    void anInnerJoinIsHashedByBothOfItsEqualColumns() {
        Movement movement = Movements.options(JoinKind.INNER, LEFT, RIGHT, KEYS, false).get(0);
        assertTrue(movement.output().keys().get(0).get(0));
        assertTrue(movement.output().keys().get(0).get(10));
    }
}
