package io.colonnade.compute.slice;

import io.colonnade.storage.vector.Batch;

/**
 * Rows on their way into a sorted run, in memory. One worker's; closed when they are given up
 * before they are sorted.
 */
sealed interface RunBuffer extends AutoCloseable permits CompoundBuffer, InterleavedBuffer {
    /** Copies the selected rows. */
    void add(Batch batch);

    /** Bytes held. */
    long bytes();

    /** All rows in order; they and their memory belong to the result from now on. */
    SortedRows sort();

    @Override
    void close();
}
