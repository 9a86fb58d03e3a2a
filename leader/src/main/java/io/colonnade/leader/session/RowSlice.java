package io.colonnade.leader.session;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/**
 * Some rows of a batch; valid as long as the batch.
 *
 * @param from first row, counted among those that are selected
 * @param to row after the last
 */
public record RowSlice(Batch batch, int from, int to) {
    public int rowCount() {
        return to - from;
    }

    /** A batch of these rows only, over the same vectors. */
    Batch toBatch() {
        Vector[] columns = new Vector[batch.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i);
        }
        int[] positions = new int[rowCount()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = batch.position(from + i);
        }
        Batch result = new Batch(columns);
        result.setSize(batch.size());
        result.select(positions, positions.length);
        return result;
    }
}
