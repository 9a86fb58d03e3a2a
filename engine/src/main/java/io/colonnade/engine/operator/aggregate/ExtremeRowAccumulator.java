package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;
import java.util.List;

/**
 * Aggregates whose result is one of the values, for any type: MIN and MAX of text and wide numbers,
 * ANY_VALUE, SINGLE_VALUE. Keeps the chosen values in a row buffer, which is rewritten when most of
 * it was replaced.
 */
final class ExtremeRowAccumulator extends Accumulator {
    /** What makes a later value replace an earlier one. */
    enum Choice {
        LESS,
        GREATER,
        NEVER,
        /** A second row is an error. */
        FAIL
    }

    private static final int MIN_REWRITE_ROWS = 4096;

    private final Choice choice;
    private final PhysicalType type;
    private final MemoryReservation memory;
    private RowBuffer values;

    /** Row of the chosen value by group, -1 = none. */
    private int[] rows = new int[0];

    private final Vector[] single = new Vector[1];
    private final int[] position = new int[1];

    ExtremeRowAccumulator(Choice choice, PhysicalType type, MemoryReservation memory) {
        this.choice = choice;
        this.type = type;
        this.memory = memory;
        values = new RowBuffer(List.of(type), memory);
    }

    @Override
    int groupBytes() {
        return 4;
    }

    @Override
    boolean skipsNulls() {
        return choice != Choice.FAIL;
    }

    @Override
    void grow(int groups) {
        int old = rows.length;
        rows = Arrays.copyOf(rows, groups);
        Arrays.fill(rows, old, groups, -1);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        single[0] = arguments[0];
        RowColumn column = values.column(0);
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            int old = rows[groups[i]];
            if (old < 0 || replaces(old, arguments[0], p, column)) {
                position[0] = p;
                rows[groups[i]] = values.rows();
                values.append(single, position, 1);
            }
        }
        rewriteIfSparse();
    }

    private boolean replaces(int old, Vector vector, int p, RowColumn column) {
        return switch (choice) {
            case LESS -> column.compare(vector, p, old) < 0;
            case GREATER -> column.compare(vector, p, old) > 0;
            case NEVER -> false;
            case FAIL -> throw secondRow();
        };
    }

    private static ColonnadeException secondRow() {
        return new ColonnadeException(
                ErrorCode.CARDINALITY_VIOLATION,
                "more than one row returned by a subquery used as an expression");
    }

    private void rewriteIfSparse() {
        int used = 0;
        if (values.rows() < MIN_REWRITE_ROWS || values.rows() < rows.length * 2) {
            return;
        }
        RowBuffer dense = new RowBuffer(List.of(type), memory);
        int[] kept = new int[rows.length];
        for (int g = 0; g < rows.length; g++) {
            if (rows[g] >= 0) {
                kept[used] = rows[g];
                rows[g] = used++;
            }
        }
        dense.appendRows(values, kept, 0, used);
        values.close();
        values = dense;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        ExtremeRowAccumulator others = (ExtremeRowAccumulator) other;
        RowColumn column = others.values.column(0);
        for (int i = 0; i < count; i++) {
            int row = others.rows[from[i]];
            int old = rows[to[i]];
            if (row >= 0 && (old < 0 || replaces(old, column, row))) {
                rows[to[i]] = values.rows();
                values.appendRows(others.values, null, row, 1);
            }
        }
        rewriteIfSparse();
    }

    private boolean replaces(int old, RowColumn column, int row) {
        return switch (choice) {
            case LESS -> column.compare(row, values.column(0), old) < 0;
            case GREATER -> column.compare(row, values.column(0), old) > 0;
            case NEVER -> false;
            case FAIL -> throw secondRow();
        };
    }

    @Override
    void result(int first, int count, Vector target) {
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = Math.max(0, rows[first + i]);
        }
        if (values.rows() > 0) {
            values.column(0).gather(chosen, count, target);
        }
        for (int i = 0; i < count; i++) {
            if (rows[first + i] < 0) {
                target.setNull(i);
            }
        }
    }
}
