package io.colonnade.wlm.admission;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.wlm.queue.QueueConfig;
import io.colonnade.wlm.queue.QueueRouter;
import io.colonnade.wlm.queue.WlmConfig;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets queries run when their queue has a slot, first come first served. Grants are real shares of
 * the query memory: those of all queues together never exceed it.
 *
 * <pre>
 * memory of a queue  M = total x memory_percent / 100
 * least per slot     m = M / slots / 2
 * grant              what is free of M, less m for every slot that stays free
 * </pre>
 *
 * So a query that comes alone gets more than half of its queue's memory, and later ones always find
 * their least. A query gets as many slots as wlm_query_slot_count asks, and waits until they are
 * free together.
 *
 * <p>Thread-safe; waiting blocks the caller, which is a virtual thread of a session.
 */
public final class AdmissionController {
    private final WlmConfig config;
    private final QueueRouter router;
    private final Object lock = new Object();

    // Guarded by lock.
    private final List<Queue> queues = new ArrayList<>();

    /**
     * Who asks.
     *
     * @param slots wlm_query_slot_count
     * @param onCancel is given a callback to run when the query is canceled while it waits
     */
    public record Request(
            List<String> userGroups, String queryGroup, int slots, Consumer<Runnable> onCancel) {}

    /** A queue at work. */
    private static final class Queue {
        final QueueConfig config;
        final long memoryBytes;
        final long leastSlotBytes;
        final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
        int running;
        int usedSlots;
        long grantedBytes;
        long executed;

        Queue(QueueConfig config, long totalMemoryBytes) {
            this.config = config;
            this.memoryBytes = totalMemoryBytes / 100 * config.memoryPercent();
            this.leastSlotBytes = memoryBytes / config.slots() / 2;
        }

        /** For a query whose slots are counted already. */
        long takeMemory() {
            long bytes = memoryBytes - grantedBytes - leastSlotBytes * (config.slots() - usedSlots);
            grantedBytes += bytes;
            return bytes;
        }
    }

    /** A query in line. */
    private static final class Waiter {
        final int slots;
        boolean canceled;

        Waiter(int slots) {
            this.slots = slots;
        }
    }

    /**
     * @param totalMemoryBytes query memory of a node
     */
    public AdmissionController(WlmConfig config, long totalMemoryBytes) {
        this.config = config;
        this.router = new QueueRouter(config);
        for (QueueConfig queue : config.queues()) {
            queues.add(new Queue(queue, totalMemoryBytes));
        }
    }

    /** Index of the queue that this request goes to. */
    public int queueOf(Request request) {
        return router.route(request.userGroups(), request.queryGroup());
    }

    /** Slots of that queue that it takes. */
    public int slotsOf(Request request) {
        int most = config.queues().get(queueOf(request)).slots();
        return Math.min(Math.max(1, request.slots()), most);
    }

    /**
     * Waits for the query's turn. When the request's cancel callback runs first, this throws
     * QUERY_CANCELED and leaves no trace in the queue.
     */
    public Grant admit(Request request) {
        int index = queueOf(request);
        long start = System.nanoTime();
        synchronized (lock) {
            Queue queue = queues.get(index);
            int slots = slotsOf(request);
            if (!queue.waiters.isEmpty() || queue.usedSlots + slots > queue.config.slots()) {
                waitForTurn(queue, slots, request);
            }
            queue.running++;
            queue.usedSlots += slots;
            return new Grant(
                    this,
                    index,
                    queue.config.name(),
                    slots,
                    queue.takeMemory(),
                    System.nanoTime() - start);
        }
    }

    private void waitForTurn(Queue queue, int slots, Request request) {
        if (queue.waiters.size() >= queue.config.maxWaitQueries()) {
            throw new ColonnadeException(
                            ErrorCode.CONFIGURATION_LIMIT,
                            "queue "
                                    + queue.config.name()
                                    + " is full: "
                                    + queue.waiters.size()
                                    + " queries wait already")
                    .hint("Try again later, or raise max_waiting of the queue.");
        }
        Waiter waiter = new Waiter(slots);
        queue.waiters.add(waiter);
        request.onCancel()
                .accept(
                        () -> {
                            synchronized (lock) {
                                waiter.canceled = true;
                                lock.notifyAll();
                            }
                        });
        try {
            while (!waiter.canceled && !isNext(queue, waiter)) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiter.canceled = true;
        } finally {
            queue.waiters.remove(waiter);
            lock.notifyAll();
        }
        if (waiter.canceled) {
            throw new ColonnadeException(
                    ErrorCode.QUERY_CANCELED,
                    "canceling statement while it waited in queue " + queue.config.name());
        }
    }

    private static boolean isNext(Queue queue, Waiter waiter) {
        return queue.waiters.peek() == waiter
                && queue.usedSlots + waiter.slots <= queue.config.slots();
    }

    void release(Grant grant) {
        synchronized (lock) {
            if (grant.markReleased()) {
                Queue queue = queues.get(grant.queue());
                queue.running--;
                queue.usedSlots -= grant.slots();
                queue.grantedBytes -= grant.memoryBytes();
                queue.executed++;
                lock.notifyAll();
            }
        }
    }

    /** The queues as they are now. */
    public List<QueueState> states() {
        synchronized (lock) {
            return queues.stream()
                    .map(
                            queue ->
                                    new QueueState(
                                            queue.config.name(),
                                            queue.config.slots(),
                                            queue.running,
                                            queue.waiters.size(),
                                            queue.memoryBytes,
                                            queue.executed))
                    .toList();
        }
    }

    public WlmConfig config() {
        return config;
    }
}
