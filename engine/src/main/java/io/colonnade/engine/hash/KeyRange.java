package io.colonnade.engine.hash;

import io.colonnade.engine.memory.IntColumn;
import io.colonnade.engine.memory.LongColumn;
import io.colonnade.engine.memory.RowColumn;

/**
 * Least and greatest of an integer column's values.
 *
 * @param min above max when there is no value
 * @param nulls number of NULLs
 */
public record KeyRange(long min, long max, int nulls) {
    public static KeyRange of(RowColumn column, int rows) {
        if (column.mayHaveNulls()) {
            return ofNullable(column, rows);
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < rows; i++) {
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
        } else {
            long[] values = ((LongColumn) column).values();
            for (int i = 0; i < rows; i++) {
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
        }
        return new KeyRange(min, max, 0);
    }

    private static KeyRange ofNullable(RowColumn column, int rows) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int nulls = 0;
        for (int i = 0; i < rows; i++) {
            if (column.isNull(i)) {
                nulls++;
            } else {
                long value = value(column, i);
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        return new KeyRange(min, max, nulls);
    }

    /** A value of an INT or LONG column. */
    public static long value(RowColumn column, int row) {
        return column instanceof IntColumn ints
                ? ints.values()[row]
                : ((LongColumn) column).values()[row];
    }

    public boolean isEmpty() {
        return min > max;
    }
}
