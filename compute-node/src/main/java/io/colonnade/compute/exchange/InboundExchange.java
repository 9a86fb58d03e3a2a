package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;

import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.error.ColonnadeException;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Batches that arrived for one exchange on this node and were not read yet. Senders (local ones and
 * gRPC streams) offer, the readers of all workers poll. Bounded by the senders' credit.
 */
final class InboundExchange {
    private static final String OPERATOR = "exchange";

    /** An encoded batch, and whom to tell when it was taken. */
    private record Arrival(ByteString batch, Acknowledgement acknowledgement) {}

    /** Told how many bytes of a sender's credit are free again. */
    @FunctionalInterface
    interface Acknowledgement {
        void taken(int bytes);
    }

    // All fields are guarded by this.
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
    private final Set<Integer> finishedSenders = new HashSet<>();
    private CompletableFuture<Void> changed = new CompletableFuture<>();
    private int expectedSenders = -1;
    private ColonnadeException failure;
    private boolean closed;
    private long bytes;

    /** Null until the query has started here. */
    private QueryMemory memory;

    /** Says how many nodes send; known once the query has started here. */
    void expectSenders(int count) {
        signal(() -> expectedSenders = count);
    }

    void offer(ByteString batch, Acknowledgement acknowledgement) {
        boolean[] dropped = new boolean[1];
        signal(
                () -> {
                    if (closed) {
                        dropped[0] = true;
                    } else {
                        arrivals.add(new Arrival(batch, acknowledgement));
                        count(batch.size());
                    }
                });
        if (dropped[0]) {
            // Nobody reads any more (a LIMIT was reached): let the sender run dry.
            acknowledgement.taken(batch.size());
        }
    }

    void senderFinished(int nodeId) {
        signal(() -> finishedSenders.add(nodeId));
    }

    void fail(ColonnadeException error) {
        signal(
                () -> {
                    if (failure == null) {
                        failure = error;
                    }
                });
    }

    /** Drops what is left; later arrivals are acknowledged and dropped. */
    void close() {
        ArrayDeque<Arrival> rest = new ArrayDeque<>();
        signal(
                () -> {
                    closed = true;
                    rest.addAll(arrivals);
                    arrivals.clear();
                    count(-bytes);
                });
        rest.forEach(arrival -> arrival.acknowledgement.taken(arrival.batch.size()));
    }

    /** From now on the query's memory is charged for what is here, within the credit or not. */
    synchronized void chargeTo(QueryMemory payer) {
        if (memory == null && payer != null && !closed) {
            memory = payer;
            memory.charge(bytes, OPERATOR);
        }
    }

    /** Called with the lock held. */
    private void count(long change) {
        bytes += change;
        if (memory != null) {
            memory.charge(change, OPERATOR);
        }
    }

    private void signal(Runnable change) {
        CompletableFuture<Void> waiters;
        synchronized (this) {
            change.run();
            waiters = changed;
            changed = new CompletableFuture<>();
        }
        waiters.complete(null);
    }

    /** The next batch, or null if none is there now. */
    ByteString poll() {
        Arrival arrival;
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            arrival = arrivals.poll();
            count(arrival == null ? 0 : -arrival.batch.size());
        }
        if (arrival == null) {
            return null;
        }
        arrival.acknowledgement.taken(arrival.batch.size());
        return arrival.batch;
    }

    /** Whether every sender is finished and everything was read. */
    synchronized boolean finished() {
        return failure == null
                && arrivals.isEmpty()
                && (closed || expectedSenders >= 0 && finishedSenders.size() >= expectedSenders);
    }

    /** Completes at the next change; already complete if there is something to see now. */
    synchronized CompletableFuture<?> available() {
        boolean now = failure != null || !arrivals.isEmpty() || finished();
        return now ? CompletableFuture.completedFuture(null) : changed;
    }
}
