package io.colonnade.engine.operator.join;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.engine.operator.FlatColumns;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/** The key columns of a probe batch, and the rows whose keys can match. Owned by one worker. */
final class ProbeKeys {
    private final HashJoinBuild build;
    private final FlatColumns columns;
    private final int[] valid = new int[Batch.CAPACITY];
    private Vector[] vectors;
    private int[] positions;
    private int count;

    ProbeKeys(HashJoinBuild build) {
        this.build = build;
        columns = new FlatColumns(build.spec().leftKeys());
    }

    void open(Batch batch) {
        vectors = columns.of(batch);
        positions = batch.selection();
        count = batch.rowCount();
        for (int k = 0; k < vectors.length; k++) {
            if (vectors[k].mayHaveNulls() && build.skipsNullProbe(k)) {
                count = Selections.byValidity(positions, count, vectors[k].validity(), 1, valid);
                positions = valid;
            }
        }
    }

    Vector[] vectors() {
        return vectors;
    }

    /** Rows without NULL in a key that NULL cannot match; null = all. */
    int[] positions() {
        return positions;
    }

    int count() {
        return count;
    }

    /** Whether a key is NULL at the position, and NULL does not equal NULL there. */
    boolean anyUnknown(int position) {
        boolean[] nullSafe = build.spec().nullSafe();
        for (int k = 0; k < vectors.length; k++) {
            if (!nullSafe[k] && vectors[k].isNull(position)) {
                return true;
            }
        }
        return false;
    }
}
