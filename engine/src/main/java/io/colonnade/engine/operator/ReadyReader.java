package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.SourceReader;

import java.util.concurrent.CompletableFuture;

/** A reader of something that is complete: never waits, and null is the end. One worker's. */
public abstract class ReadyReader implements SourceReader {
    @Override
    public final boolean finished() {
        return true;
    }

    @Override
    public final CompletableFuture<?> available() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
