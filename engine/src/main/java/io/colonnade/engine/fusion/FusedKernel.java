package io.colonnade.engine.fusion;

/** One loop that computes all trees of a shape. Implementations are generated; stateless. */
public interface FusedKernel {
    /**
     * Computes the first n rows.
     *
     * @param columns an int[] or long[] per slot
     * @param constants of the shape at hand
     * @param results per root
     */
    void run(Object[] columns, long[] constants, long[][] results, int n);
}
