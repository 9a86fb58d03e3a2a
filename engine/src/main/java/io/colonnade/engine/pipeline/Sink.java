package io.colonnade.engine.pipeline;

/** Where a pipeline's batches go. Shared by all workers; each opens a writer of its own. */
public interface Sink {
    /** Thread-safe. The writer belongs to the calling worker. */
    SinkWriter open();

    /** Called once, by one worker, after every writer was closed without failure. */
    void finish();
}
