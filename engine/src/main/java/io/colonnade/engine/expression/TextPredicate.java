package io.colonnade.engine.expression;

/**
 * A test of one text for whole batches. The tests themselves loop, so that their inner calls have
 * one target each. One worker's.
 */
interface TextPredicate {
    /** Writes 1 or 0 (swapped if flip is 1) at each row (null = the first n); no row is NULL. */
    void test(byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out);
}
