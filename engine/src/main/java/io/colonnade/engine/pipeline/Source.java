package io.colonnade.engine.pipeline;

/** Where a pipeline's batches come from. Shared by all workers; each opens a reader of its own. */
public interface Source {
    /** Thread-safe. The reader belongs to the calling worker. */
    SourceReader open();

    /** Asked when its stream could start: whether there is nothing to read at all. */
    default boolean isEmpty() {
        return false;
    }

    /** Called once, when the last reader is closed: what it held for them can go. */
    default void ended() {}

    /** How many workers can usefully read at once; at least 1. */
    int maxParallelism();
}
