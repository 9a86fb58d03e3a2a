package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Vector;

/** Makes the result of a group from its rows in order. Stateless; used by all workers. */
interface OrderedResult {
    /** The group's rows are sorted[from .. end - 1] of `rows`, at least one. */
    void write(RowBuffer rows, int[] sorted, int from, int end, Vector target, int position);
}
