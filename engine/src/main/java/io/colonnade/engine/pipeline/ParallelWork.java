package io.colonnade.engine.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Pieces of one finishing step (merge, sort, table build) that a task shares with idle workers. The
 * caller works through the pieces itself; others help while they have nothing better to do.
 */
final class ParallelWork {
    private final int pieces;
    private final IntConsumer body;
    private final CancelToken cancel;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    /** Pieces not done yet; guarded by this. */
    private int remaining;

    private ParallelWork(int pieces, IntConsumer body, CancelToken cancel) {
        this.pieces = pieces;
        this.remaining = pieces;
        this.body = body;
        this.cancel = cancel;
    }

    /**
     * Runs body(0) .. body(pieces - 1) on at most so many threads and returns when all are done;
     * the first failure wins.
     */
    static void run(
            WorkerPool.Lane lane, int threads, CancelToken cancel, int pieces, IntConsumer body) {
        ParallelWork work = new ParallelWork(pieces, body, cancel);
        int helpers = Math.min(threads, pieces) - 1;
        for (int i = 0; i < helpers; i++) {
            lane.submit(work::workThrough);
        }
        work.workThrough();
        work.awaitHelpers();
        RuntimeException failed = work.failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void workThrough() {
        int piece;
        while ((piece = next.getAndIncrement()) < pieces) {
            runPiece(piece);
            synchronized (this) {
                if (--remaining == 0) {
                    notifyAll();
                }
            }
        }
    }

    private void runPiece(int piece) {
        if (failure.get() != null) {
            return;
        }
        try {
            cancel.check();
            body.accept(piece);
        } catch (Throwable thrown) {
            failure.compareAndSet(null, Failures.translate(thrown));
        }
    }

    /** Every piece that is not done is running on another thread at this moment. */
    private synchronized void awaitHelpers() {
        boolean interrupted = false;
        while (remaining > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
