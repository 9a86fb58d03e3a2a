package io.colonnade.engine.pipeline;

/** Where a pipeline's batches come from. Shared by all workers; each opens a reader of its own. */
public interface Source {
    /** Thread-safe. The reader belongs to the calling worker. */
    SourceReader open();

    /** How many workers can usefully read at once; at least 1. */
    int maxParallelism();
}
