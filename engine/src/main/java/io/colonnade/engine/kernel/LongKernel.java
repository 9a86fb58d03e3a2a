package io.colonnade.engine.kernel;

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

    /** The operation on one pair; raises what PostgreSQL raises. */
    long exact(long a, long b);
}
