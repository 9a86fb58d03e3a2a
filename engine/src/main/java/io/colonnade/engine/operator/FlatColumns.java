package io.colonnade.engine.operator;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/**
 * Some columns of a batch without constants, so that loops index by position only. Text may still
 * be in dictionary form. Owned by one worker.
 */
public final class FlatColumns {
    private final int[] columns;
    private final Vector[] vectors;
    private final Vector[] spread;

    public FlatColumns(int[] columns) {
        this.columns = columns;
        vectors = new Vector[columns.length];
        spread = new Vector[columns.length];
    }

    /** The columns of this batch; valid as long as the batch and until the next call. */
    public Vector[] of(Batch batch) {
        for (int i = 0; i < columns.length; i++) {
            Vector vector = batch.column(columns[i]);
            vectors[i] = vector.isConstant() ? spread(i, vector, batch.size()) : vector;
        }
        return vectors;
    }

    private Vector spread(int index, Vector constant, int size) {
        if (spread[index] == null) {
            spread[index] = Vector.create(constant.type(), Batch.CAPACITY);
        }
        Gather.spread(constant, size, spread[index]);
        return spread[index];
    }
}
