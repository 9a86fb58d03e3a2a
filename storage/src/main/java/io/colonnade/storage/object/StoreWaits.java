package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * The waits of one query for a store that is far away, which end together when the query is
 * canceled: a thread that computes must not be held by a store that does not answer. While a thread
 * works for a query, calls of such a store are made on a virtual thread of their own, whose socket
 * an interrupt closes. Thread-safe; {@link #end} comes from any thread.
 */
public final class StoreWaits {
    private static final ThreadLocal<StoreWaits> CURRENT = new ThreadLocal<>();

    // Guarded by this.
    private final Set<Future<?>> waiting = new HashSet<>();

    /** Written under this; null until the end. */
    private volatile ColonnadeException reason;

    /** Runs work of the query on this thread. */
    public void during(Runnable work) {
        during(
                () -> {
                    work.run();
                    return null;
                });
    }

    /** Runs work of the query on this thread. */
    public <T> T during(Supplier<T> work) {
        StoreWaits outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Work for another thread that belongs to the same query as what this thread does. */
    public static Runnable carrying(Runnable work) {
        StoreWaits waits = CURRENT.get();
        return waits == null ? work : () -> waits.during(work);
    }

    /** Ends what waits, and what is going to wait, with this reason. */
    public void end(ColonnadeException why) {
        List<Future<?>> ended;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            ended = new ArrayList<>(waiting);
        }
        ended.forEach(wait -> wait.cancel(true));
    }

    /** Whether this thread works for a query whose waits have ended. */
    public static boolean haveEnded() {
        StoreWaits waits = CURRENT.get();
        return waits != null && waits.reason != null;
    }

    /**
     * Waits for what somebody else brings, too.
     *
     * @throws CancellationException when whoever was to bring it gave up
     */
    public static <T> T join(CompletableFuture<T> shared) {
        StoreWaits waits = CURRENT.get();
        if (waits == null || shared.isDone()) {
            return shared.join();
        }
        CompletableFuture<T> mine = shared.copy();
        waits.begin(mine);
        try {
            return mine.join();
        } catch (CancellationException | CompletionException e) {
            if (shared.isDone()) {
                return shared.join();
            }
            throw waits.reason;
        } finally {
            waits.finish(mine);
        }
    }

    /** Calls a store for the query that this thread works for, if it does. */
    static <T> T await(Supplier<T> call) {
        StoreWaits waits = CURRENT.get();
        return waits == null ? call.get() : waits.awaitAside(call);
    }

    private <T> T awaitAside(Supplier<T> call) {
        FutureTask<T> task = new FutureTask<>(call::get);
        begin(task);
        try {
            Thread.ofVirtual().name("store-wait").start(task);
            return task.get();
        } catch (CancellationException e) {
            throw reason;
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new ColonnadeException(
                    ErrorCode.QUERY_CANCELED, "canceling statement: the thread was interrupted");
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            finish(task);
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private synchronized void begin(Future<?> wait) {
        if (reason != null) {
            throw reason;
        }
        waiting.add(wait);
    }

    private synchronized void finish(Future<?> wait) {
        waiting.remove(wait);
    }
}
