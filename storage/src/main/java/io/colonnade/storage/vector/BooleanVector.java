package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** Truth values: 0 or 1 at every position that is not NULL. */
public final class BooleanVector extends Vector {
    private final byte[] values;

    public BooleanVector(int capacity) {
        super(capacity);
        values = new byte[capacity + PADDING];
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.BOOLEAN;
    }

    /** The value array itself; position i at index i. */
    public byte[] values() {
        return values;
    }

    /** Makes this a constant. */
    public void setConstantValue(byte value) {
        reset();
        values[0] = value;
        setConstant(true);
    }

    /** The value at a position, for any form; the position must not be NULL. */
    public byte value(int position) {
        return values[isConstant() ? 0 : position];
    }

    @Override
    void gatherValues(Vector source, int[] selection, int count, int offset) {
        BooleanVector from = (BooleanVector) source;
        if (from.isConstant()) {
            Arrays.fill(values, offset, offset + count, from.values[0]);
        } else if (selection == null) {
            System.arraycopy(from.values, 0, values, offset, count);
        } else {
            gather(from.values, selection, count, values, offset);
        }
    }

    private static void gather(byte[] from, int[] selection, int count, byte[] to, int offset) {
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
        return super.retainedBytes() + 1L * values.length;
    }
}
