package io.colonnade.engine.fragment;

import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.storage.vector.Batch;

import java.util.concurrent.CompletableFuture;

/** The end of streams that are run for what their stages remember. */
final class DiscardSink implements Sink {
    @Override
    public SinkWriter open() {
        return new SinkWriter() {
            @Override
            public void write(Batch batch) {}

            @Override
            public CompletableFuture<?> writable() {
                return null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void finish() {}
}
