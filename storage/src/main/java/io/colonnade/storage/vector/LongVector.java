package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/** 64-bit values: BIGINT, short decimals, times, timestamps. */
public final class LongVector extends Vector {
    private final long[] values;

    public LongVector(int capacity) {
        super(capacity);
        values = new long[capacity + PADDING];
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.LONG;
    }

    /** The value array itself; position i at index i. */
    public long[] values() {
        return values;
    }

    /** Makes this a constant. */
    public void setConstantValue(long value) {
        reset();
        values[0] = value;
        setConstant(true);
    }

    /** The value at a position, for any form; the position must not be NULL. */
    public long value(int position) {
        return values[isConstant() ? 0 : position];
    }

    @Override
    void gatherValues(Vector source, int[] selection, int count, int offset) {
        LongVector from = (LongVector) source;
        if (from.isConstant()) {
            Arrays.fill(values, offset, offset + count, from.values[0]);
        } else if (selection == null) {
            System.arraycopy(from.values, 0, values, offset, count);
        } else {
            gather(from.values, selection, count, values, offset);
        }
    }

    private static void gather(long[] from, int[] selection, int count, long[] to, int offset) {
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
