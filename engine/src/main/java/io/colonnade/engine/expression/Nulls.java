package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Vector;

/** Null states of results. Stateless. */
final class Nulls {
    private Nulls() {}

    /** Result is NULL where either input is. */
    static void union(Vector result, Vector a, Vector b, int size) {
        if (a.mayHaveNulls()) {
            result.copyNulls(a, size);
            result.andNulls(b, size);
        } else {
            result.copyNulls(b, size);
        }
    }

    /** Validity words to test rows with, or null when there are no NULLs. */
    static long[] words(Vector vector) {
        return vector.mayHaveNulls() ? vector.validity() : null;
    }

    static boolean isValid(long[] words, int position) {
        return words == null || (words[position >>> 6] >>> position & 1) != 0;
    }
}
