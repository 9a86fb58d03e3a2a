package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Vector;

/** A dictionary's entries, and NULL after the last, as batches with one filled column. */
final class DictionaryBatch {
    private final BytesVector values = new BytesVector(Batch.CAPACITY);
    private final Batch batch;

    DictionaryBatch(int column) {
        Vector[] columns = new Vector[column + 1];
        columns[column] = values;
        batch = new Batch(columns);
    }

    /** Entries from `from` on, as many as a batch holds. */
    Batch fill(Dictionary dictionary, int from) {
        int count = Math.min(Batch.CAPACITY, dictionary.size() + 1 - from);
        int entries = Math.min(count, dictionary.size() - from);
        values.setHeap(dictionary.bytes());
        System.arraycopy(dictionary.starts(), from, values.starts(), 0, entries);
        System.arraycopy(dictionary.lengths(), from, values.lengths(), 0, entries);
        if (entries < count) {
            values.setNull(entries);
        }
        batch.setSize(count);
        return batch;
    }
}
