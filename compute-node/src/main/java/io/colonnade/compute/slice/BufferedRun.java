package io.colonnade.compute.slice;

import io.colonnade.engine.operator.SortBuffer;
import io.colonnade.storage.vector.Batch;

/** Sorted rows that are still in memory. */
final class BufferedRun implements SortedRows {
    private final SortBuffer rows;

    /**
     * @param rows sorted; owned by this from now on
     */
    BufferedRun(SortBuffer rows) {
        this.rows = rows;
    }

    @Override
    public Batch next() {
        return rows.next();
    }

    @Override
    public void close() {
        rows.close();
    }
}
