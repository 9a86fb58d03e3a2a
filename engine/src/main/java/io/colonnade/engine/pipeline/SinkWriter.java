package io.colonnade.engine.pipeline;

import io.colonnade.storage.vector.Batch;

import java.util.concurrent.CompletableFuture;

/** One worker's hold on a sink. */
public interface SinkWriter extends AutoCloseable {
    /**
     * Takes a batch; copies what it keeps. Accepts the batch even when not writable (bounded by one
     * source batch).
     */
    void write(Batch batch);

    /** Null when more is welcome, else completes when it is. Asked between source batches. */
    CompletableFuture<?> writable();

    /** No more batches from this worker. */
    @Override
    void close();
}
