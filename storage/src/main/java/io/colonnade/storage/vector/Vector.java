package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

/**
 * Values of one column of a batch, in position order, with one validity bit each.
 *
 * <p>Forms: flat (one value per position), constant (the value at position 0 stands for all), and
 * for text also dictionary (see {@link BytesVector}). Vectors are reused: what a producer hands out
 * is valid until its next call, whoever keeps values copies them. One thread owns a vector.
 *
 * <pre>
 * validity: bit i of word i >>> 6 is 1 when position i is not NULL; all ones while !mayHaveNulls()
 * </pre>
 *
 * <p>Value arrays are padded by {@link #PADDING} positions so that SIMD loops need no tails. What
 * lies at a NULL or unselected position is undefined but harmless: kernels may compute on it, never
 * trap on it.
 */
public abstract sealed class Vector
        permits BooleanVector, IntVector, LongVector, Int128Vector, DoubleVector, BytesVector {
    /** Spare positions at the end of value arrays: one 512-bit vector of bytes. */
    public static final int PADDING = 64;

    /** A bound that says nothing. */
    public static final long NO_BOUND = Long.MAX_VALUE;

    private final int capacity;
    private long bound = NO_BOUND;
    private long[] validity;
    private boolean mayHaveNulls;
    private boolean constant;

    Vector(int capacity) {
        this.capacity = capacity;
    }

    public static Vector create(PhysicalType type, int capacity) {
        return switch (type) {
            case BOOLEAN -> new BooleanVector(capacity);
            case INT -> new IntVector(capacity);
            case LONG -> new LongVector(capacity);
            case INT128 -> new Int128Vector(capacity);
            case DOUBLE -> new DoubleVector(capacity);
            case BYTES -> new BytesVector(capacity);
        };
    }

    public abstract PhysicalType type();

    public final int capacity() {
        return capacity;
    }

    /** Makes the vector flat and without NULLs, ready to be written. */
    public void reset() {
        clearNulls();
        constant = false;
        bound = NO_BOUND;
    }

    /**
     * What no integer or decimal that counts and is not NULL exceeds in magnitude, so that sums and
     * products of it may be known to fit; {@link #NO_BOUND} when nobody looked.
     */
    public final long bound() {
        return bound;
    }

    /** Set last, after all values are written. */
    public final void setBound(long magnitude) {
        bound = magnitude;
    }

    /** The bound of values between min and max; of none if max is less. */
    public static long boundOf(long min, long max) {
        return min == Long.MIN_VALUE ? NO_BOUND : Math.max(0, Math.max(max, -min));
    }

    public final boolean isConstant() {
        return constant;
    }

    /** The value (or NULL) at position 0 stands for every position. */
    public final void setConstant(boolean value) {
        constant = value;
    }

    /** Whether any validity bit may be 0; false is a promise, true is not. */
    public final boolean mayHaveNulls() {
        return mayHaveNulls;
    }

    /** For constants too: asks for the constant's null state whatever the position. */
    public final boolean isNull(int position) {
        if (!mayHaveNulls) {
            return false;
        }
        int p = constant ? 0 : position;
        return (validity[p >>> 6] >>> p & 1) == 0;
    }

    public final void setNull(int position) {
        writableValidity()[position >>> 6] &= ~(1L << position);
    }

    public final void setValid(int position) {
        if (mayHaveNulls) {
            validity[position >>> 6] |= 1L << position;
        }
    }

    /** Makes this a constant NULL. */
    public final void setConstantNull() {
        reset();
        constant = true;
        setNull(0);
    }

    public final void clearNulls() {
        mayHaveNulls = false;
    }

    /** The validity words to read; only meaningful while {@link #mayHaveNulls()}. */
    public final long[] validity() {
        return validity;
    }

    /** The validity words to write; from now on the vector may have NULLs (all valid at first). */
    public final long[] writableValidity() {
        if (!mayHaveNulls) {
            int words = words(capacity);
            if (validity == null) {
                validity = new long[words];
            }
            java.util.Arrays.fill(validity, -1L);
            mayHaveNulls = true;
        }
        return validity;
    }

    /** Copies the null states of `source` position by position, for the first `count` positions. */
    public final void copyNulls(Vector source, int count) {
        if (!source.mayHaveNulls) {
            clearNulls();
        } else if (source.constant) {
            clearNulls();
            if (source.isNull(0)) {
                java.util.Arrays.fill(writableValidity(), 0L);
            }
        } else {
            System.arraycopy(source.validity, 0, writableValidity(), 0, words(count));
        }
    }

    /** Makes NULL every position that is NULL in `source`, for the first `count` positions. */
    public final void andNulls(Vector source, int count) {
        if (!source.mayHaveNulls) {
            return;
        }
        long[] target = writableValidity();
        if (source.constant) {
            if (source.isNull(0)) {
                java.util.Arrays.fill(target, 0L);
            }
            return;
        }
        long[] other = source.validity;
        int words = words(count);
        for (int i = 0; i < words; i++) {
            target[i] &= other[i];
        }
    }

    public static int words(int positions) {
        return (positions + 63) >>> 6;
    }

    /**
     * Copies `count` values: position {@code selection[i]} of the source (position i if selection
     * is null) to position {@code offset + i} here. Source must have this type; any form. This
     * vector must be flat.
     */
    public final void gather(Vector source, int[] selection, int count, int offset) {
        gatherValues(source, selection, count, offset);
        if (!source.mayHaveNulls) {
            if (mayHaveNulls) {
                for (int i = 0; i < count; i++) {
                    setValid(offset + i);
                }
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            if (source.isNull(selection == null ? i : selection[i])) {
                setNull(offset + i);
            } else {
                setValid(offset + i);
            }
        }
    }

    abstract void gatherValues(Vector source, int[] selection, int count, int offset);

    /** Turns a constant or dictionary form into the flat one over the first `count` positions. */
    public abstract void flatten(int count);

    /**
     * Spreads the null state of a constant over `count` positions; the caller spreads the value.
     */
    final void flattenConstantNulls(int count) {
        if (mayHaveNulls && isNull(0)) {
            java.util.Arrays.fill(validity, 0L);
        } else {
            clearNulls();
        }
        constant = false;
    }

    /** Bytes of heap that this vector holds. */
    public long retainedBytes() {
        return validity == null ? 0 : 8L * validity.length;
    }
}
