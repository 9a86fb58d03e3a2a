package io.colonnade.storage.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.storage.simd.SimdKernel.Duel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Which of two twins wins the trial. */
class SimdKernelTest {
    private static volatile long sink;

    @BeforeEach
    void needsTrials() {
        assumeTrue(SimdMode.isPossible() && SimdMode.configured() == SimdMode.AUTO);
    }

    private static void work(int steps) {
        long sum = sink;
        for (int i = 0; i < steps; i++) {
            sum = sum * 31 + i;
        }
        sink = sum;
    }

    @Test
    void theFasterTwinIsSwitchedOnAndTheSlowerOneIsNot() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(1000);
        SimdKernel slower =
                SimdKernel.of(
                        "slower",
                        () ->
                                new Duel(
                                        () -> work(1000),
                                        () -> {
                                            work(3000);
                                            rounds.countDown();
                                        }));
        SimdKernel faster =
                SimdKernel.of("faster", () -> new Duel(() -> work(20_000), () -> work(1000)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!faster.isOn() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertTrue(faster.isOn());
        assertTrue(rounds.await(60, TimeUnit.SECONDS));
        assertFalse(slower.isOn());
        assertEquals("faster", faster.name());
    }
}
