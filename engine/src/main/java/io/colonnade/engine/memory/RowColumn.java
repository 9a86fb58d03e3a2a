package io.colonnade.engine.memory;

import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/**
 * One column of a {@link RowBuffer}: values of any number of rows in one growing array. Written by
 * one thread; once complete, read by many.
 */
public abstract sealed class RowColumn
        permits BooleanColumn, IntColumn, LongColumn, Int128Column, DoubleColumn, BytesColumn {
    private long[] validity;
    private int capacity;

    /** The reservation pays for variable-width values; the owner pays for the rest. */
    static RowColumn create(PhysicalType type, MemoryReservation memory) {
        return switch (type) {
            case BOOLEAN -> new BooleanColumn();
            case INT -> new IntColumn();
            case LONG -> new LongColumn();
            case INT128 -> new Int128Column();
            case DOUBLE -> new DoubleColumn();
            case BYTES -> new BytesColumn(memory);
        };
    }

    public abstract PhysicalType type();

    /** Bytes per row of the fixed-width part, with room for a validity bit. */
    abstract int rowBytes();

    /** Bytes of a larger heap, if the values at the positions may need one. */
    long heapGrowth(Vector source, int[] positions, int count) {
        return 0;
    }

    final void grow(int rows) {
        if (validity != null) {
            int words = validity.length;
            validity = Arrays.copyOf(validity, Vector.words(rows));
            Arrays.fill(validity, words, validity.length, -1L);
        }
        growValues(rows);
        capacity = rows;
    }

    abstract void growValues(int rows);

    /** Copies selected values of a vector to rows `at`, `at` + 1, ...; there is room. */
    final void append(Vector source, int[] selection, int count, int at) {
        appendValues(source, selection, count, at);
        if (!source.mayHaveNulls()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (source.isNull(selection == null ? i : selection[i])) {
                setNull(at + i);
            }
        }
    }

    abstract void appendValues(Vector source, int[] selection, int count, int at);

    /** Copies rows of a column of the same type (rows `first`, ... if `rows` is null). */
    final void appendRows(RowColumn source, int[] rows, int first, int count, int at) {
        appendRowValues(source, rows, first, count, at);
        if (source.validity != null) {
            for (int i = 0; i < count; i++) {
                if (source.isNull(rows == null ? first + i : rows[first + i])) {
                    setNull(at + i);
                }
            }
        }
    }

    abstract void appendRowValues(RowColumn source, int[] rows, int first, int count, int at);

    public final void setNull(int row) {
        if (validity == null) {
            validity = new long[Vector.words(capacity)];
            Arrays.fill(validity, -1L);
        }
        validity[row >>> 6] &= ~(1L << row);
    }

    public final boolean isNull(int row) {
        return validity != null && (validity[row >>> 6] >>> row & 1) == 0;
    }

    public final boolean mayHaveNulls() {
        return validity != null;
    }

    /** target[i] = value of rows[i]. The target is reset first and may share this column's heap. */
    public final void gather(int[] rows, int count, Vector target) {
        target.reset();
        gatherValues(rows, count, target);
        if (validity != null) {
            for (int i = 0; i < count; i++) {
                if (isNull(rows[i])) {
                    target.setNull(i);
                }
            }
        }
    }

    abstract void gatherValues(int[] rows, int count, Vector target);

    /** target[positions[i]] = value of rows[i]; otherwise as {@link #gather}. */
    public final void scatter(int[] rows, int[] positions, int count, Vector target) {
        target.reset();
        scatterValues(rows, positions, count, target);
        if (validity != null) {
            for (int i = 0; i < count; i++) {
                if (isNull(rows[i])) {
                    target.setNull(positions[i]);
                }
            }
        }
    }

    abstract void scatterValues(int[] rows, int[] positions, int count, Vector target);

    /** target[i] = value of row first + i. */
    public final void copy(int first, int count, Vector target) {
        target.reset();
        copyValues(first, count, target);
        if (validity != null) {
            for (int i = 0; i < count; i++) {
                if (isNull(first + i)) {
                    target.setNull(i);
                }
            }
        }
    }

    abstract void copyValues(int first, int count, Vector target);

    /**
     * Of the pairs (positions[c], rows[c]) with c in the first `count` entries of `candidates`,
     * keeps those whose values are equal; NULLs equal each other and nothing else. The vector is
     * flat. Returns how many are left.
     */
    public final int keepEqual(
            Vector vector, int[] positions, int[] rows, int[] candidates, int count) {
        if (validity == null && !vector.mayHaveNulls()) {
            return keepEqualValues(vector, positions, rows, candidates, count);
        }
        int[] nullPairs = new int[count];
        int nulls = 0;
        int valid = 0;
        for (int i = 0; i < count; i++) {
            int c = candidates[i];
            boolean left = vector.isNull(positions[c]);
            boolean right = isNull(rows[c]);
            nullPairs[nulls] = c;
            candidates[valid] = c;
            nulls += left & right ? 1 : 0;
            valid += left | right ? 0 : 1;
        }
        int equal = keepEqualValues(vector, positions, rows, candidates, valid);
        return nulls == 0 ? equal : merge(candidates, equal, nullPairs, nulls);
    }

    /** Puts the numbers of `more` between those of `numbers`, both ascending; there is room. */
    private static int merge(int[] numbers, int count, int[] more, int moreCount) {
        int i = count - 1;
        int j = moreCount - 1;
        for (int at = count + moreCount - 1; j >= 0; at--) {
            numbers[at] = i >= 0 && numbers[i] > more[j] ? numbers[i--] : more[j--];
        }
        return count + moreCount;
    }

    abstract int keepEqualValues(
            Vector vector, int[] positions, int[] rows, int[] candidates, int count);

    /**
     * Whether the value at a position of a flat or dictionary vector equals a row, neither NULL.
     */
    public abstract boolean equal(Vector vector, int position, int row);

    /** Orders the value at a position of a flat or dictionary vector and a row, neither NULL. */
    public abstract int compare(Vector vector, int position, int row);

    /** Orders two rows of columns of this type, neither NULL. */
    public abstract int compare(int row, RowColumn other, int otherRow);

    /** Whether two rows are equal, NULLs being equal to each other. */
    public final boolean sameValue(int row, RowColumn other, int otherRow) {
        boolean left = isNull(row);
        boolean right = other.isNull(otherRow);
        return left == right && (left || compare(row, other, otherRow) == 0);
    }
}
