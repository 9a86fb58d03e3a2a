package io.colonnade.compute.slice;

import io.colonnade.storage.vector.Batch;

/** Rows in sort key order, read once, batch by batch. One thread at a time. */
interface SortedRows extends AutoCloseable {
    /** The next batch, valid until the next call; null at the end. */
    Batch next();

    @Override
    void close();
}
