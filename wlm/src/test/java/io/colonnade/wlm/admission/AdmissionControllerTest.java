package io.colonnade.wlm.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.wlm.queue.QueueConfig;
import io.colonnade.wlm.queue.WlmConfig;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

class AdmissionControllerTest {
    private static final long MEMORY = 1_000_000;

    private final AdmissionController controller =
            new AdmissionController(
                    new WlmConfig(
                            List.of(
                                    new QueueConfig("etl", 2, 40, List.of(), List.of("etl"), 1),
                                    new QueueConfig("rest", 3, 60, List.of(), List.of(), 10))),
                    MEMORY);

    private static AdmissionController.Request request(String group, int slots) {
        return new AdmissionController.Request(List.of(), group, slots, cancel -> {});
    }

    private CompletableFuture<Grant> admitLater(AdmissionController.Request request) {
        CompletableFuture<Grant> granted = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                granted.complete(controller.admit(request));
                            } catch (RuntimeException e) {
                                granted.completeExceptionally(e);
                            }
                        });
        return granted;
    }

    private void awaitWaiting(String queue, int count) {
        while (state(queue).waiting() != count) {
            Thread.onSpinWait();
        }
    }

    private QueueState state(String queue) {
        return controller.states().stream()
                .filter(state -> state.name().equals(queue))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLoneQueryGetsMostAndLaterOnesTheirLeast() {
        long least = MEMORY * 60 / 100 / 3 / 2;
        try (Grant one = controller.admit(request("", 1))) {
            assertEquals(MEMORY * 60 / 100 - 2 * least, one.memoryBytes());
            try (Grant two = controller.admit(request("", 1));
                    Grant three = controller.admit(request("", 1))) {
                assertEquals(least, two.memoryBytes());
                assertEquals(least, three.memoryBytes());
                assertEquals("rest", three.queueName());
            }
        }
        try (Grant whole = controller.admit(request("", 3))) {
            assertEquals(MEMORY * 60 / 100, whole.memoryBytes());
        }
        assertEquals(0, state("etl").running());
    }

    @Test
    void waitsForASlotInOrder() throws Exception {
        Grant first = controller.admit(request("etl", 1));
        Grant second = controller.admit(request("etl", 1));
        CompletableFuture<Grant> third = admitLater(request("etl", 1));
        awaitWaiting("etl", 1);
        assertFalse(third.isDone());
        first.close();
        third.get(10, TimeUnit.SECONDS).close();
        second.close();
        first.close();
        assertEquals(0, state("etl").running());
        assertEquals(3, state("etl").executed());
    }

    @Test
    void aCanceledWaiterLeavesTheQueue() {
        Grant all = controller.admit(request("etl", 2));
        AtomicReference<Runnable> cancel = new AtomicReference<>();
        CompletableFuture<Grant> waiting =
                admitLater(new AdmissionController.Request(List.of(), "etl", 1, cancel::set));
        awaitWaiting("etl", 1);
        while (cancel.get() == null) {
            Thread.onSpinWait();
        }
        cancel.get().run();
        ExecutionException error = assertThrows(ExecutionException.class, waiting::get);
        ColonnadeException cause = assertInstanceOf(ColonnadeException.class, error.getCause());
        assertEquals(ErrorCode.QUERY_CANCELED, cause.code());
        assertEquals(0, state("etl").waiting());
        all.close();
    }

    @Test
    void aFullQueueRefuses() {
        Grant all = controller.admit(request("etl", 2));
        CompletableFuture<Grant> waiting = admitLater(request("etl", 1));
        awaitWaiting("etl", 1);
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> controller.admit(request("etl", 1)));
        assertEquals(ErrorCode.CONFIGURATION_LIMIT, error.code());
        assertTrue(error.getMessage().contains("etl"), error.getMessage());
        all.close();
        waiting.join().close();
    }
}
