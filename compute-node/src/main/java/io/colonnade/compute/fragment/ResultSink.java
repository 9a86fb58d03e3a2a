package io.colonnade.compute.fragment;

import io.colonnade.compute.exchange.BatchFrames;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.storage.vector.Batch;
import io.grpc.stub.ServerCallStreamObserver;

import java.util.concurrent.CompletableFuture;

/**
 * Sends the query's rows to the leader. The reply stream takes one call at a time, so all use of it
 * goes through this object. Thread-safe.
 */
final class ResultSink implements Sink {
    private final ServerCallStreamObserver<ExecuteReply> replies;

    // Guarded by this.
    private CompletableFuture<Void> ready;

    ResultSink(ServerCallStreamObserver<ExecuteReply> replies) {
        this.replies = replies;
        replies.setOnReadyHandler(this::wake);
    }

    private void wake() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            waiting = ready;
            ready = null;
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Sends one reply, in turn with all others. */
    synchronized void send(ExecuteReply reply) {
        if (!replies.isCancelled()) {
            replies.onNext(reply);
        }
    }

    synchronized void complete() {
        if (!replies.isCancelled()) {
            replies.onCompleted();
        }
    }

    synchronized void fail(Throwable status) {
        if (!replies.isCancelled()) {
            replies.onError(status);
        }
    }

    private CompletableFuture<?> whenReady() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (replies.isReady() || replies.isCancelled()) {
                return null;
            }
            if (ready == null) {
                ready = new CompletableFuture<>();
            }
            waiting = ready;
        }
        if (replies.isReady() || replies.isCancelled()) {
            // It became ready between the question and the wait: the handler may have run already.
            wake();
        }
        return waiting;
    }

    @Override
    public SinkWriter open() {
        return new Writer();
    }

    @Override
    public void finish() {
        // The end of the stream is Finished, sent when all fragments of this node are done.
    }

    private final class Writer implements SinkWriter {
        @Override
        public void write(Batch batch) {
            BatchFrames.encode(
                    batch, bytes -> send(ExecuteReply.newBuilder().setBatch(bytes).build()));
        }

        @Override
        public CompletableFuture<?> writable() {
            return whenReady();
        }

        @Override
        public void close() {
            // Nothing is held back.
        }
    }
}
