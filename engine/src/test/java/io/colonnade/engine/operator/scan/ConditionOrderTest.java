package io.colonnade.engine.operator.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.colonnade.engine.operator.scan.ScanFilters.Conjunct;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Conditions that drop rows move to the front, if they may. */
class ConditionOrderTest {
    private static final int ROWS = 100;

    private final Conjunct keepsAll = new Conjunct(null, new int[] {0}, null);
    private final Conjunct dropsMost = new Conjunct(null, new int[] {1}, null);

    /** A vector whose first condition is applied; returns that one. */
    private ScanCondition vector(ConditionOrder order) {
        order.start(null, ROWS);
        Set<ScanCondition> all = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            all.add(order.get(i));
        }
        assertEquals(order.size(), all.size(), "each has its turn once");
        ScanCondition first = order.get(0);
        order.firstDone(first == dropsMost ? 1 : ROWS);
        return first;
    }

    @Test
    void whatDropsRowsComesFirstAfterTheMeasurement() {
        ConditionOrder order = new ConditionOrder(List.of(keepsAll, dropsMost), true);
        Set<ScanCondition> measured = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            measured.add(vector(order));
        }
        assertEquals(Set.of(keepsAll, dropsMost), measured);
        for (int i = 0; i < 100; i++) {
            assertSame(dropsMost, vector(order), "vector " + i);
        }
    }

    @Test
    void whereOneMayFailTheOrderStays() {
        ConditionOrder order = new ConditionOrder(List.of(keepsAll, dropsMost), false);
        for (int i = 0; i < 300; i++) {
            assertSame(keepsAll, vector(order), "vector " + i);
        }
    }

    @Test
    void aNewOneGoesFirstAndIsMeasuredWithTheOthers() {
        ConditionOrder order = new ConditionOrder(List.of(keepsAll), true);
        vector(order);
        order.add(dropsMost);
        assertSame(dropsMost, vector(order));
        for (int i = 0; i < 3; i++) {
            vector(order);
        }
        for (int i = 0; i < 100; i++) {
            assertSame(dropsMost, vector(order), "vector " + i);
        }
    }
}
