package io.colonnade.storage.vector;

import io.colonnade.type.SqlType;

import java.util.List;

/**
 * Up to {@link #CAPACITY} rows: one vector per column, aligned by position, and a selection of the
 * positions that count. Operators shrink the selection instead of moving values. A batch and its
 * vectors belong to their producer and are valid until its next call; one thread at a time.
 */
public final class Batch {
    /** Rows in a vector: 20 to 40 live vectors of 16 KB fit the L2 cache of one core. */
    public static final int CAPACITY = 2048;

    private final Vector[] columns;
    private int size;
    private int[] selection;
    private int selectedCount;

    public Batch(Vector... columns) {
        this.columns = columns;
    }

    /** A batch with fresh flat vectors of the types. */
    public static Batch create(List<SqlType> types) {
        return create(types, CAPACITY);
    }

    /** The same for so many rows at most. */
    public static Batch create(List<SqlType> types, int capacity) {
        Vector[] columns = new Vector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Vector.create(types.get(i).physical(), capacity);
        }
        return new Batch(columns);
    }

    /** A batch of the same columns and rows, of which others can be selected. */
    public static Batch of(Batch other) {
        Batch batch = new Batch(other.columns);
        batch.copyShape(other);
        return batch;
    }

    public int columnCount() {
        return columns.length;
    }

    public Vector column(int index) {
        return columns[index];
    }

    /** Replaces a column, e.g. to pass a vector through without a copy. */
    public void setColumn(int index, Vector vector) {
        columns[index] = vector;
    }

    /** Positions filled in the vectors, selected or not. */
    public int size() {
        return size;
    }

    /** Sets the number of positions; all are selected. */
    public void setSize(int rows) {
        size = rows;
        selection = null;
        selectedCount = rows;
    }

    /** The selected positions, ascending; null when all of {@link #size()} are selected. */
    public int[] selection() {
        return selection;
    }

    /** Number of rows that count. */
    public int rowCount() {
        return selectedCount;
    }

    /** Selects the first `count` entries of `positions`; the array stays the caller's. */
    public void select(int[] positions, int count) {
        selection = positions;
        selectedCount = count;
    }

    /** Takes over size and selection of another batch (not its columns). */
    public void copyShape(Batch other) {
        size = other.size;
        selection = other.selection;
        selectedCount = other.selectedCount;
    }

    /** Position of the i-th row that counts. */
    public int position(int row) {
        return selection == null ? row : selection[row];
    }

    /** Full check of the batch's invariants, for `assert batch.verify()`. */
    public boolean verify() {
        if (size < 0 || selectedCount < 0 || selectedCount > size) {
            return false;
        }
        for (int i = 0; selection != null && i < selectedCount; i++) {
            if (selection[i] < 0
                    || selection[i] >= size
                    || i > 0 && selection[i] <= selection[i - 1]) {
                return false;
            }
        }
        for (Vector column : columns) {
            if (column.capacity() < size && !column.isConstant() || !keepsBound(column)) {
                return false;
            }
        }
        return true;
    }

    private boolean keepsBound(Vector column) {
        long bound = column.bound();
        for (int i = 0; bound != Vector.NO_BOUND && i < selectedCount; i++) {
            int p = column.isConstant() ? 0 : position(i);
            if (column.isNull(p)) {
                continue;
            }
            long value =
                    switch (column) {
                        case LongVector v -> v.values()[p];
                        case IntVector v -> v.values()[p];
                        case Int128Vector v -> v.low()[p];
                        default -> 0;
                    };
            if (value > bound || value < -bound) {
                return false;
            }
        }
        return true;
    }
}
