package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Interruption;
import io.colonnade.leader.session.Cancellation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Plannings without an end. */
@Timeout(60)
class PlanningThreadsTest {
    private static final ColonnadeException REASON =
            new ColonnadeException(ErrorCode.QUERY_CANCELED, "canceling statement");

    /** Plans for ever, but with checks. */
    private static String endless() {
        while (true) {
            Interruption.check();
            Thread.onSpinWait();
        }
    }

    @Test
    void leaveVirtualThreadsToOthers() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        List<Cancellation> cancellations = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(carriers);
        CountDownLatch moved = new CountDownLatch(1);
        try (PlanningThreads planning = new PlanningThreads();
                var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < carriers; i++) {
                Cancellation cancellation = new Cancellation();
                cancellations.add(cancellation);
                sessions.submit(
                        () ->
                                planning.run(
                                        () -> {
                                            started.countDown();
                                            return endless();
                                        },
                                        cancellation));
            }
            assertTrue(started.await(30, TimeUnit.SECONDS));
            sessions.submit(moved::countDown);
            assertTrue(moved.await(30, TimeUnit.SECONDS), "no carrier is left");
            cancellations.forEach(each -> each.cancel(REASON));
        }
    }

    @Test
    void endWhenCanceledAndGiveTheirThreadBack() {
        try (PlanningThreads planning = new PlanningThreads(1)) {
            Cancellation cancellation = new Cancellation();
            CompletableFuture.runAsync(() -> cancellation.cancel(REASON));
            ColonnadeException told =
                    assertThrows(
                            ColonnadeException.class,
                            () -> planning.run(PlanningThreadsTest::endless, cancellation));
            assertSame(REASON, told);
            assertEquals("next", planning.run(() -> "next", new Cancellation()));
        }
    }

    @Test
    void thatCheckNothingAreNotWaitedFor() {
        AtomicBoolean released = new AtomicBoolean();
        try (PlanningThreads planning = new PlanningThreads(2)) {
            Cancellation cancellation = new Cancellation();
            CompletableFuture.runAsync(() -> cancellation.cancel(REASON));
            assertThrows(
                    ColonnadeException.class,
                    () ->
                            planning.run(
                                    () -> {
                                        while (!released.get()) {
                                            Thread.onSpinWait();
                                        }
                                        return "late";
                                    },
                                    cancellation));
            assertEquals("next", planning.run(() -> "next", new Cancellation()));
        } finally {
            released.set(true);
        }
    }

    @Test
    void errorsAreThoseOfThePlanning() {
        try (PlanningThreads planning = new PlanningThreads(1)) {
            ColonnadeException told =
                    assertThrows(
                            ColonnadeException.class,
                            () ->
                                    planning.run(
                                            () -> {
                                                throw REASON;
                                            },
                                            new Cancellation()));
            assertSame(REASON, told);
        }
    }
}
