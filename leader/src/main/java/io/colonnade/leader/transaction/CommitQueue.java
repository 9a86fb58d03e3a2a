package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.snapshot.Snapshot;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Transactions of all sessions that wait for a slot of the log, in order of arrival. Thread-safe:
 * sessions add, the committer takes.
 */
public final class CommitQueue {
    private final Object lock = new Object();

    // Guarded by lock.
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

    // Guarded by lock.
    private boolean closed;

    /**
     * A transaction and its outcome.
     *
     * @param done the state after its commit, or why there is none
     */
    public record Pending(Transaction transaction, CompletableFuture<Snapshot> done) {}

    /** Puts a transaction at the end. */
    public Pending add(Transaction transaction) {
        Pending pending = new Pending(transaction, new CompletableFuture<>());
        synchronized (lock) {
            if (closed) {
                throw new ColonnadeException(
                        ErrorCode.ADMIN_SHUTDOWN, "the server is shutting down");
            }
            waiting.add(pending);
            lock.notifyAll();
        }
        return pending;
    }

    /** Takes a transaction out again. False: it was taken, so that it may commit any time. */
    public boolean withdraw(Pending pending) {
        synchronized (lock) {
            return waiting.removeIf(other -> other == pending);
        }
    }

    /** Takes the first if it is wanted. */
    Optional<Pending> pollIf(Predicate<Transaction> wanted) {
        synchronized (lock) {
            Pending first = waiting.peek();
            boolean take = first != null && wanted.test(first.transaction());
            return take ? Optional.of(waiting.poll()) : Optional.empty();
        }
    }

    public boolean isEmpty() {
        synchronized (lock) {
            return waiting.isEmpty();
        }
    }

    /** Waits for a transaction. False: there is none and none will come. */
    boolean await() {
        synchronized (lock) {
            while (waiting.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    closed = true;
                }
            }
            return !waiting.isEmpty();
        }
    }

    /** Takes no more. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }
}
