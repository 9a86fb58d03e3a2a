package io.colonnade.engine.memory;

import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** Rows of 32-bit values. Owned by a {@link RowBuffer}. */
public final class IntColumn extends RowColumn {
    private int[] values = new int[0];

    @Override
    public PhysicalType type() {
        return PhysicalType.INT;
    }

    /** The value array itself; row i at index i. */
    public int[] values() {
        return values;
    }

    @Override
    int rowBytes() {
        return 5;
    }

    @Override
    void growValues(int rows) {
        values = Arrays.copyOf(values, rows);
    }

    @Override
    void appendValues(Vector source, int[] selection, int count, int at) {
        IntVector from = (IntVector) source;
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
        int[] from = ((IntColumn) source).values;
        if (rows == null) {
            System.arraycopy(from, first, values, at, count);
        } else {
            collect(from, rows, first, count, values, at);
        }
    }

    private static void collect(int[] from, int[] rows, int first, int count, int[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[rows[first + i]];
        }
    }

    @Override
    void gatherValues(int[] rows, int count, Vector target) {
        collect(values, rows, 0, count, ((IntVector) target).values(), 0);
    }

    @Override
    void scatterValues(int[] rows, int[] positions, int count, Vector target) {
        scatter(values, rows, positions, count, ((IntVector) target).values());
    }

    private static void scatter(int[] from, int[] rows, int[] positions, int count, int[] to) {
        for (int i = 0; i < count; i++) {
            to[positions[i]] = from[rows[i]];
        }
    }

    @Override
    void copyValues(int first, int count, Vector target) {
        System.arraycopy(values, first, ((IntVector) target).values(), 0, count);
    }

    @Override
    int keepEqualValues(Vector vector, int[] positions, int[] rows, int[] candidates, int count) {
        return keepEqual(((IntVector) vector).values(), values, positions, rows, candidates, count);
    }

    private static int keepEqual(
            int[] left, int[] right, int[] positions, int[] rows, int[] candidates, int count) {
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
        return ((IntVector) vector).values()[position] == values[row];
    }

    @Override
    public int compare(Vector vector, int position, int row) {
        return Integer.compare(((IntVector) vector).values()[position], values[row]);
    }

    @Override
    public int compare(int row, RowColumn other, int otherRow) {
        return Integer.compare(values[row], ((IntColumn) other).values[otherRow]);
    }
}
