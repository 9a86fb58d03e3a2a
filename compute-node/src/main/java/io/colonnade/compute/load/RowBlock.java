package io.colonnade.compute.load;

import io.colonnade.storage.vector.Batch;

import java.util.Arrays;

/**
 * Up to a batch of rows, cut into fields but not yet converted: the field of row r and column c is
 * {@code bytes[starts[c][r] .. + lengths[c][r]]}. Filled by a {@link RowSplitter}, read by {@link
 * FieldParser}s column by column. One thread's.
 */
final class RowBlock {
    /** Length of a field that is NULL. */
    static final int NULL = -1;

    final int columns;
    final int[][] starts;
    final int[][] lengths;

    /** Line number of each row, counted from the start of the range. */
    final long[] lines = new long[Batch.CAPACITY];

    /** Start of each raw line in bytes, and its length, for error reports. */
    final int[] lineStarts = new int[Batch.CAPACITY];

    final int[] lineLengths = new int[Batch.CAPACITY];

    /** Rows whose bytes were changed when quotes or escapes were taken away. */
    final boolean[] rewritten = new boolean[Batch.CAPACITY];

    /** Rows that failed; a parser skips them, the batch leaves them out. */
    final boolean[] bad = new boolean[Batch.CAPACITY];

    byte[] bytes;
    int rows;

    RowBlock(int columns) {
        this.columns = columns;
        this.starts = new int[columns][Batch.CAPACITY];
        this.lengths = new int[columns][Batch.CAPACITY];
    }

    void clear() {
        rows = 0;
        Arrays.fill(bad, false);
        Arrays.fill(rewritten, false);
    }
}
