package io.colonnade.engine.kernel;

import io.colonnade.storage.vector.Vector;

/**
 * One operation on two long arrays. The loops never trap: they give a number that is not 0 when
 * some position (maybe one that does not count) could have; the caller then repeats the positions
 * that do count with {@link #exact}. Implementations are stateless and final.
 */
public interface LongKernel {
    /** All of the first n positions. */
    long dense(long[] a, long[] b, long[] result, int n);

    /** The n selected positions. */
    long selected(long[] a, long[] b, long[] result, int[] selection, int n);

    /** Bound of the results by the bounds of the operands; see Vector.bound(). */
    default long bound(long boundA, long boundB) {
        return Vector.NO_BOUND;
    }

    /** As dense where {@link #bound} says that no result can leave 64 bits. */
    default void unchecked(long[] a, long[] b, long[] result, int n) {
        dense(a, b, result, n);
    }

    /** The operation on one pair; raises what PostgreSQL raises. */
    long exact(long a, long b);
}
