package io.colonnade.engine.memory;

import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** Rows of 64-bit values. Owned by a {@link RowBuffer}. */
public final class LongColumn extends RowColumn {
    private long[] values = new long[0];

    @Override
    public PhysicalType type() {
        return PhysicalType.LONG;
    }

    /** The value array itself; row i at index i. */
    public long[] values() {
        return values;
    }

    @Override
    int rowBytes() {
        return 9;
    }

    @Override
    void growValues(int rows) {
        values = Arrays.copyOf(values, rows);
    }

    @Override
    void appendValues(Vector source, int[] selection, int count, int at) {
        LongVector from = (LongVector) source;
        if (from.isConstant()) {
            Arrays.fill(values, at, at + count, from.values()[0]);
        } else if (selection == null) {
            System.arraycopy(from.values(), 0, values, at, count);
        } else {
            collect(from.values(), selection, 0, count, values, at);
        }
    }

    @Override
    void appendRowValues(RowColumn source, int[] rows, int first, int count, int at) {
        long[] from = ((LongColumn) source).values;
        if (rows == null) {
            System.arraycopy(from, first, values, at, count);
        } else {
            collect(from, rows, first, count, values, at);
        }
    }

    private static void collect(long[] from, int[] rows, int first, int count, long[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[rows[first + i]];
        }
    }

    @Override
    void gatherValues(int[] rows, int count, Vector target) {
        collect(values, rows, 0, count, ((LongVector) target).values(), 0);
    }

    @Override
    void scatterValues(int[] rows, int[] positions, int count, Vector target) {
        scatter(values, rows, positions, count, ((LongVector) target).values());
    }

    private static void scatter(long[] from, int[] rows, int[] positions, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[positions[i]] = from[rows[i]];
        }
    }

    @Override
    void copyValues(int first, int count, Vector target) {
        System.arraycopy(values, first, ((LongVector) target).values(), 0, count);
    }

    @Override
    int keepEqualValues(Vector vector, int[] positions, int[] rows, int[] candidates, int count) {
        return keepEqual(
                ((LongVector) vector).values(), values, positions, rows, candidates, count);
    }

    private static int keepEqual(
            long[] left, long[] right, int[] positions, int[] rows, int[] candidates, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int c = candidates[i];
            candidates[kept] = c;
            kept += left[positions[c]] == right[rows[c]] ? 1 : 0;
        }
        return kept;
    }

    @Override
    public boolean equal(Vector vector, int position, int row) {
        return ((LongVector) vector).values()[position] == values[row];
    }

    @Override
    public int compare(Vector vector, int position, int row) {
        return Long.compare(((LongVector) vector).values()[position], values[row]);
    }

    @Override
    public int compare(int row, RowColumn other, int otherRow) {
        return Long.compare(values[row], ((LongColumn) other).values[otherRow]);
    }
}
