package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/**
 * 128-bit two's complement values in two arrays: DECIMAL of 19 to 38 digits, scaled. One with a
 * bound is narrow: the lower halves are the values, and the upper ones may be written only when
 * somebody asks for them.
 */
public final class Int128Vector extends Vector {
    private final long[] high;
    private final long[] low;
    private boolean highIsMissing;

    public Int128Vector(int capacity) {
        super(capacity);
        high = new long[capacity + PADDING];
        low = new long[capacity + PADDING];
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.INT128;
    }

    @Override
    public void reset() {
        super.reset();
        highIsMissing = false;
    }

    /** Whether {@link #low()} has the values themselves, as signed numbers. */
    public boolean isNarrow() {
        return bound() != NO_BOUND;
    }

    /** Says that the signed numbers in {@link #low()} are the values, within a bound. */
    public void setNarrow(long bound) {
        highIsMissing = true;
        setBound(bound);
    }

    /** Upper 64 bits, signed. */
    public long[] high() {
        if (highIsMissing) {
            highIsMissing = false;
            for (int i = 0; i < capacity(); i++) {
                high[i] = low[i] >> 63;
            }
        }
        return high;
    }

    /** Lower 64 bits, unsigned. */
    public long[] low() {
        return low;
    }

    public long highAt(int position) {
        return high()[isConstant() ? 0 : position];
    }

    public long lowAt(int position) {
        return low[isConstant() ? 0 : position];
    }

    /** Makes this a constant. */
    public void setConstantValue(long highBits, long lowBits) {
        reset();
        high[0] = highBits;
        low[0] = lowBits;
        setConstant(true);
    }

    @Override
    void gatherValues(Vector source, int[] selection, int count, int offset) {
        Int128Vector from = (Int128Vector) source;
        long[] fromHigh = from.high();
        if (from.isConstant()) {
            Arrays.fill(high, offset, offset + count, fromHigh[0]);
            Arrays.fill(low, offset, offset + count, from.low[0]);
        } else if (selection == null) {
            System.arraycopy(fromHigh, 0, high, offset, count);
            System.arraycopy(from.low, 0, low, offset, count);
        } else {
            for (int i = 0; i < count; i++) {
                int p = selection[i];
                high[offset + i] = fromHigh[p];
                low[offset + i] = from.low[p];
            }
        }
    }

    @Override
    public void flatten(int count) {
        if (isConstant()) {
            Arrays.fill(high(), 1, Math.max(1, count), high[0]);
            Arrays.fill(low, 1, Math.max(1, count), low[0]);
            flattenConstantNulls(count);
        }
    }

    @Override
    public long retainedBytes() {
        return super.retainedBytes() + 16L * high.length;
    }
}
