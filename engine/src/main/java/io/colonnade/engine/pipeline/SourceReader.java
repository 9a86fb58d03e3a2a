package io.colonnade.engine.pipeline;

import io.colonnade.storage.vector.Batch;

import java.util.concurrent.CompletableFuture;

/** One worker's hold on a source. Never blocks: when nothing is there yet it says so. */
public interface SourceReader extends AutoCloseable {
    /** The next batch, valid until the next call; null when finished or when none is there yet. */
    Batch next();

    /** Whether no batch will come any more for this reader. Asked after next() gave null. */
    boolean finished();

    /** Completes when next() is worth calling again. Asked after next() gave null, not finished. */
    CompletableFuture<?> available();

    @Override
    void close();
}
