package io.colonnade.compute.load;

import io.colonnade.storage.vector.Vector;

/**
 * Converts one column of a row block into a vector. One instance per column and worker.
 * Implementations loop over the rows themselves, so the call costs nothing per value.
 */
interface FieldParser {
    /** Fills rows that are not bad; a value that does not convert goes to `bad` and is skipped. */
    void parse(RowBlock block, int column, Vector target, BadValues bad);

    /** Told about values that do not convert; marks the row. */
    interface BadValues {
        void value(RowBlock block, int row, int column, String reason);
    }
}
