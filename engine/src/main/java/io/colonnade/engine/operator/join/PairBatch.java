package io.colonnade.engine.operator.join;

import io.colonnade.engine.operator.Batches;
import io.colonnade.engine.operator.Gather;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * Pairs of probe and build rows as a batch of left ++ right columns, which are filled when asked
 * for. Aligned pairs (each probe position at most once, ascending) leave the left columns where
 * they are; others are gathered. Owned by one worker.
 */
final class PairBatch {
    private final int leftColumns;
    private final BuildRows build;
    private final Batch batch;
    private final Vector[] own;
    private final boolean[] filled;
    private final int[] rowAt = new int[Batch.CAPACITY];
    private Batch input;
    private boolean aligned;
    private int[] positions;
    private int[] rows;
    private int count;

    PairBatch(JoinSpec spec, BuildRows build) {
        this.build = build;
        leftColumns = spec.left().size();
        int columns = leftColumns + spec.right().size();
        batch = Batches.ofColumns(columns);
        own = new Vector[columns];
        filled = new boolean[columns];
    }

    /** Takes pairs over; the arrays may be changed by {@link #narrow}. */
    void set(Batch probe, int[] probePositions, int[] buildRows, int pairs, boolean inPlace) {
        input = probe;
        aligned = inPlace;
        positions = probePositions;
        rows = buildRows;
        count = pairs;
        Arrays.fill(filled, false);
        if (aligned) {
            batch.setSize(probe.size());
            batch.select(positions, count);
        } else {
            batch.setSize(count);
        }
    }

    /** The batch; only filled columns are there. */
    Batch batch() {
        return batch;
    }

    int count() {
        return count;
    }

    int[] rows() {
        return rows;
    }

    int[] positions() {
        return positions;
    }

    /** Keeps the pairs at these selected positions of the batch. */
    void narrow(int[] selected, int kept) {
        if (kept == count) {
            return;
        }
        if (aligned) {
            for (int i = 0; i < count; i++) {
                rowAt[positions[i]] = rows[i];
            }
            for (int i = 0; i < kept; i++) {
                positions[i] = selected[i];
                rows[i] = rowAt[selected[i]];
            }
            batch.select(positions, kept);
        } else {
            compact(selected, kept);
        }
        count = kept;
    }

    /** Gathered columns that are there must move with the pairs; those are few. */
    private void compact(int[] selected, int kept) {
        for (int i = 0; i < kept; i++) {
            positions[i] = positions[selected[i]];
            rows[i] = rows[selected[i]];
        }
        Arrays.fill(filled, false);
        batch.setSize(kept);
    }

    void fillAll() {
        for (int c = 0; c < own.length; c++) {
            fill(c);
        }
    }

    void fill(int column) {
        if (filled[column]) {
            return;
        }
        filled[column] = true;
        if (column < leftColumns) {
            fillLeft(column);
        } else {
            fillRight(column);
        }
    }

    private void fillLeft(int column) {
        Vector source = input.column(column);
        if (aligned || source.isConstant()) {
            batch.setColumn(column, source);
            return;
        }
        Vector target = own(column, source);
        Gather.gather(source, positions, count, target);
        batch.setColumn(column, target);
    }

    private void fillRight(int column) {
        var source = build.column(column - leftColumns);
        if (own[column] == null) {
            own[column] = Vector.create(source.type(), Batch.CAPACITY);
        }
        if (aligned) {
            source.scatter(rows, positions, count, own[column]);
        } else {
            source.gather(rows, count, own[column]);
        }
        batch.setColumn(column, own[column]);
    }

    private Vector own(int column, Vector like) {
        if (own[column] == null) {
            own[column] = Vector.create(like.type(), Batch.CAPACITY);
        }
        return own[column];
    }
}
