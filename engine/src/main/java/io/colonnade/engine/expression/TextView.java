package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.TextArray;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;

import java.util.Arrays;

/**
 * Reads a text vector of any form as heap, starts and lengths per position, without changing the
 * vector. Owned by one expression.
 */
final class TextView extends TextArray {
    private int[] ownStarts;
    private int[] ownLengths;

    /** Afterwards the arrays are right at the selected positions that are not NULL. */
    void open(BytesVector vector, int size, int[] selection, int count) {
        heap = vector.heapAt();
        if (vector.isConstant()) {
            own();
            if (!vector.isNull(0)) {
                Arrays.fill(starts, 0, Math.max(size, 1), vector.startAt(0));
                Arrays.fill(lengths, 0, Math.max(size, 1), vector.lengthAt(0));
            }
        } else if (vector.isDictionary()) {
            own();
            resolve(vector.codes(), vector.dictionary(), selection, count, starts, lengths);
        } else {
            starts = vector.starts();
            lengths = vector.lengths();
        }
    }

    private void own() {
        if (ownStarts == null) {
            ownStarts = new int[Batch.CAPACITY + BytesVector.PADDING];
            ownLengths = new int[Batch.CAPACITY + BytesVector.PADDING];
        }
        starts = ownStarts;
        lengths = ownLengths;
    }

    private static void resolve(
            int[] codes,
            Dictionary dictionary,
            int[] selection,
            int count,
            int[] starts,
            int[] lengths) {
        int size = dictionary.size();
        int[] dictionaryStarts = dictionary.starts();
        int[] dictionaryLengths = dictionary.lengths();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            int code = codes[p];
            // the code of a NULL may be anything
            if (code >= 0 && code < size) {
                starts[p] = dictionaryStarts[code];
                lengths[p] = dictionaryLengths[code];
            }
        }
    }
}
