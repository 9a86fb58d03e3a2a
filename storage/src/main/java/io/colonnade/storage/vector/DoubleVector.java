package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** Double values; REAL values are rounded to float precision. */
public final class DoubleVector extends Vector {
    private final double[] values;

    public DoubleVector(int capacity) {
        super(capacity);
        values = new double[capacity + PADDING];
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.DOUBLE;
    }

    /** The value array itself; position i at index i. */
    public double[] values() {
        return values;
    }

    /** Makes this a constant. */
    public void setConstantValue(double value) {
        reset();
        values[0] = value;
        setConstant(true);
    }

    /** The value at a position, for any form; the position must not be NULL. */
    public double value(int position) {
        return values[isConstant() ? 0 : position];
    }

    @Override
    void gatherValues(Vector source, int[] selection, int count, int offset) {
        DoubleVector from = (DoubleVector) source;
        if (from.isConstant()) {
            Arrays.fill(values, offset, offset + count, from.values[0]);
        } else if (selection == null) {
            System.arraycopy(from.values, 0, values, offset, count);
        } else {
            gather(from.values, selection, count, values, offset);
        }
    }

    private static void gather(double[] from, int[] selection, int count, double[] to, int offset) {
        for (int i = 0; i < count; i++) {
            to[offset + i] = from[selection[i]];
        }
    }

    @Override
    public void flatten(int count) {
        if (isConstant()) {
            Arrays.fill(values, 1, Math.max(1, count), values[0]);
            flattenConstantNulls(count);
        }
    }

    @Override
    public long retainedBytes() {
        return super.retainedBytes() + 8L * values.length;
    }
}
