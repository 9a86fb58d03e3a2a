package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** 32-bit values: SMALLINT, INTEGER, DATE, month intervals. */
public final class IntVector extends Vector {
    private final int[] values;

    public IntVector(int capacity) {
        super(capacity);
        values = new int[capacity + PADDING];
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.INT;
    }

    /** The value array itself; position i at index i. */
    public int[] values() {
        return values;
    }

    /** Makes this a constant. */
    public void setConstantValue(int value) {
        reset();
        values[0] = value;
        setConstant(true);
    }

    /** The value at a position, for any form; the position must not be NULL. */
    public int value(int position) {
        return values[isConstant() ? 0 : position];
    }

    @Override
    void gatherValues(Vector source, int[] selection, int count, int offset) {
        IntVector from = (IntVector) source;
        if (from.isConstant()) {
            Arrays.fill(values, offset, offset + count, from.values[0]);
        } else if (selection == null) {
            System.arraycopy(from.values, 0, values, offset, count);
        } else {
            gather(from.values, selection, count, values, offset);
        }
    }

    private static void gather(int[] from, int[] selection, int count, int[] to, int offset) {
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
        return super.retainedBytes() + 4L * values.length;
    }
}
