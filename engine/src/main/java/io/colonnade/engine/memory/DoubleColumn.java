package io.colonnade.engine.memory;

import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** Rows of double values. Owned by a {@link RowBuffer}. */
public final class DoubleColumn extends RowColumn {
    private double[] values = new double[0];

    @Override
    public PhysicalType type() {
        return PhysicalType.DOUBLE;
    }

    /** The value array itself; row i at index i. */
    public double[] values() {
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
        DoubleVector from = (DoubleVector) source;
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
        double[] from = ((DoubleColumn) source).values;
        if (rows == null) {
            System.arraycopy(from, first, values, at, count);
        } else {
            collect(from, rows, first, count, values, at);
        }
    }

    private static void collect(
            double[] from, int[] rows, int first, int count, double[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[rows[first + i]];
        }
    }

    @Override
    void gatherValues(int[] rows, int count, Vector target) {
        collect(values, rows, 0, count, ((DoubleVector) target).values(), 0);
    }

    @Override
    void scatterValues(int[] rows, int[] positions, int count, Vector target) {
        scatter(values, rows, positions, count, ((DoubleVector) target).values());
    }

    private static void scatter(
            double[] from, int[] rows, int[] positions, int count, double[] to) {
        for (int i = 0; i < count; i++) {
            to[positions[i]] = from[rows[i]];
        }
    }

    @Override
    void copyValues(int first, int count, Vector target) {
        System.arraycopy(values, first, ((DoubleVector) target).values(), 0, count);
    }

    @Override
    int keepEqualValues(Vector vector, int[] positions, int[] rows, int[] candidates, int count) {
        return keepEqual(
                ((DoubleVector) vector).values(), values, positions, rows, candidates, count);
    }

    private static int keepEqual(
            double[] left,
            double[] right,
            int[] positions,
            int[] rows,
            int[] candidates,
            int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int c = candidates[i];
            candidates[kept] = c;
            kept += sameDouble(left[positions[c]], right[rows[c]]) ? 1 : 0;
        }
        return kept;
    }

    @Override
    public boolean equal(Vector vector, int position, int row) {
        return sameDouble(((DoubleVector) vector).values()[position], values[row]);
    }

    @Override
    public int compare(Vector vector, int position, int row) {
        return compare(((DoubleVector) vector).values()[position], values[row]);
    }

    @Override
    public int compare(int row, RowColumn other, int otherRow) {
        return compare(values[row], ((DoubleColumn) other).values[otherRow]);
    }

    private static int compare(double left, double right) {
        return sameDouble(left, right) ? 0 : Double.compare(left, right);
    }

    /** As PostgreSQL: NaN equals NaN, and -0 equals 0. */
    private static boolean sameDouble(double left, double right) {
        return left == right || Double.isNaN(left) && Double.isNaN(right);
    }
}
