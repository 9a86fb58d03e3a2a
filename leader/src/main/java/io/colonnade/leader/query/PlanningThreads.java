package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Cancellation;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that bind and plan. Planning computes: as many plannings without an end as there are
 * processors would hold every carrier of the sessions' virtual threads, and with them the sessions
 * that cancel. Shared by all sessions; thread-safe.
 */
public final class PlanningThreads implements AutoCloseable {
    /** Enough that some plannings that take long leave threads for the others. */
    private static final int THREADS_PER_PROCESSOR = 4;

    /** Expressions are walked recursively; the same room as a virtual thread has. */
    private static final long STACK_BYTES = 8L << 20;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    public PlanningThreads() {
        this(THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    PlanningThreads(int count) {
        AtomicInteger numbers = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            String name = "planning-" + numbers.incrementAndGet();
                            Thread thread = new Thread(null, task, name, STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Plans on another thread and waits for it. Once canceled, waiting ends with the reason at
     * once; the planning is interrupted and ends at its next check.
     */
    <T> T run(Supplier<T> planning, Cancellation cancellation) {
        FutureTask<T> task = new FutureTask<>(planning::get);
        cancellation.onCancel(reason -> task.cancel(true));
        threads.execute(task);
        try {
            return task.get();
        } catch (CancellationException e) {
            cancellation.check();
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException error -> throw error;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new ColonnadeException(
                    ErrorCode.QUERY_CANCELED, "canceling statement: its thread is to end", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
