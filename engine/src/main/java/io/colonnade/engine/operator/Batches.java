package io.colonnade.engine.operator;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/** Batches that point to other batches' vectors. Stateless. */
public final class Batches {
    private Batches() {}

    /** A batch with room for so many columns. */
    public static Batch ofColumns(int columns) {
        return new Batch(new Vector[columns]);
    }

    /** Lets the first columns of `target` be those of `source`, with its shape. */
    public static void share(Batch source, Batch target) {
        for (int i = 0; i < source.columnCount(); i++) {
            target.setColumn(i, source.column(i));
        }
        target.copyShape(source);
    }
}
