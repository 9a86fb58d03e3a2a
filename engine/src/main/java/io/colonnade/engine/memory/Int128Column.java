package io.colonnade.engine.memory;

import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** Rows of 128-bit values. Owned by a {@link RowBuffer}. */
public final class Int128Column extends RowColumn {
    private long[] high = new long[0];
    private long[] low = new long[0];

    @Override
    public PhysicalType type() {
        return PhysicalType.INT128;
    }

    public long[] high() {
        return high;
    }

    public long[] low() {
        return low;
    }

    @Override
    int rowBytes() {
        return 17;
    }

    @Override
    void growValues(int rows) {
        high = Arrays.copyOf(high, rows);
        low = Arrays.copyOf(low, rows);
    }

    @Override
    void appendValues(Vector source, int[] selection, int count, int at) {
        Int128Vector from = (Int128Vector) source;
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            high[at + i] = from.highAt(p);
            low[at + i] = from.lowAt(p);
        }
    }

    @Override
    void appendRowValues(RowColumn source, int[] rows, int first, int count, int at) {
        Int128Column from = (Int128Column) source;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? first + i : rows[first + i];
            high[at + i] = from.high[row];
            low[at + i] = from.low[row];
        }
    }

    @Override
    void gatherValues(int[] rows, int count, Vector target) {
        long[] toHigh = ((Int128Vector) target).high();
        long[] toLow = ((Int128Vector) target).low();
        for (int i = 0; i < count; i++) {
            toHigh[i] = high[rows[i]];
            toLow[i] = low[rows[i]];
        }
    }

    @Override
    void scatterValues(int[] rows, int[] positions, int count, Vector target) {
        long[] toHigh = ((Int128Vector) target).high();
        long[] toLow = ((Int128Vector) target).low();
        for (int i = 0; i < count; i++) {
            toHigh[positions[i]] = high[rows[i]];
            toLow[positions[i]] = low[rows[i]];
        }
    }

    @Override
    void copyValues(int first, int count, Vector target) {
        System.arraycopy(high, first, ((Int128Vector) target).high(), 0, count);
        System.arraycopy(low, first, ((Int128Vector) target).low(), 0, count);
    }

    @Override
    int keepEqualValues(Vector vector, int[] positions, int[] rows, int[] candidates, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int c = candidates[i];
            if (equal(vector, positions[c], rows[c])) {
                candidates[kept++] = c;
            }
        }
        return kept;
    }

    @Override
    public boolean equal(Vector vector, int position, int row) {
        Int128Vector left = (Int128Vector) vector;
        return left.low()[position] == low[row] && left.high()[position] == high[row];
    }

    @Override
    public int compare(Vector vector, int position, int row) {
        Int128Vector left = (Int128Vector) vector;
        int byHigh = Long.compare(left.high()[position], high[row]);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(left.low()[position], low[row]);
    }

    @Override
    public int compare(int row, RowColumn other, int otherRow) {
        Int128Column right = (Int128Column) other;
        int byHigh = Long.compare(high[row], right.high[otherRow]);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low[row], right.low[otherRow]);
    }
}
