package io.colonnade.sql.warmup;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every statement of the warm-up is one that can be planned. */
class WarmUpTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void plansEveryStatement(int nodes) {
        WarmUp warmUp = new WarmUp(nodes);
        assertTrue(warmUp.size() > 20);
        for (int i = 0; i < warmUp.size(); i++) {
            assertFalse(warmUp.plan(i).fragments().isEmpty());
        }
    }
}
