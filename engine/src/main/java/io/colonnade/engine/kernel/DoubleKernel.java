package io.colonnade.engine.kernel;

/**
 * One operation on two double arrays, with the same contract as {@link LongKernel}. Implementations
 * are stateless and final.
 */
public interface DoubleKernel {
    /** All of the first n positions. */
    long dense(double[] a, double[] b, double[] result, int n);

    /** The n selected positions. */
    long selected(double[] a, double[] b, double[] result, int[] selection, int n);

    /** The operation on one pair; raises what PostgreSQL raises. */
    double exact(double a, double b);
}
