package io.colonnade.compute.slice;

import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Several sorted runs as one. Rows are compared by the zone images of their sort key columns (for
 * text its first eight bytes): that is the order that zone maps can use, and the order within equal
 * images matters to no one. Whole stretches are copied while one run stays ahead.
 */
final class MergedRows implements SortedRows {
    private final List<Cursor> cursors = new ArrayList<>();
    private final List<SqlType> types;
    private final int[] keyColumns;
    private final Batch output;
    private final int[] positions = new int[Batch.CAPACITY];

    MergedRows(List<SortedRows> runs, List<SqlType> types, int[] keyColumns) {
        this.types = types;
        this.keyColumns = keyColumns;
        this.output = Batch.create(types);
        for (SortedRows run : runs) {
            Cursor cursor = new Cursor(run);
            if (cursor.load()) {
                cursors.add(cursor);
            } else {
                run.close();
            }
        }
    }

    /** The place that was reached in one run. */
    private final class Cursor {
        final SortedRows run;
        final long[][] images = new long[keyColumns.length][Batch.CAPACITY];
        Batch batch;
        int row;

        Cursor(SortedRows run) {
            this.run = run;
        }

        /** Takes the run's next batch; false at its end. */
        boolean load() {
            do {
                batch = run.next();
            } while (batch != null && batch.rowCount() == 0);
            row = 0;
            if (batch == null) {
                return false;
            }
            for (int k = 0; k < keyColumns.length; k++) {
                loadImages(batch.column(keyColumns[k]), images[k]);
            }
            return true;
        }

        private void loadImages(Vector column, long[] target) {
            for (int i = 0; i < batch.rowCount(); i++) {
                int position = batch.position(i);
                // NULLs sort last.
                target[i] =
                        column.isNull(position) ? Long.MAX_VALUE : ZoneImage.of(column, position);
            }
        }

        int compare(int ownRow, Cursor other, int otherRow) {
            for (int k = 0; k < images.length; k++) {
                int order = Long.compare(images[k][ownRow], other.images[k][otherRow]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }

    @Override
    public Batch next() {
        for (int c = 0; c < types.size(); c++) {
            output.column(c).reset();
        }
        int filled = 0;
        while (filled < Batch.CAPACITY && !cursors.isEmpty()) {
            Cursor first = least(null);
            Cursor second = cursors.size() == 1 ? null : least(first);
            filled = copyStretch(first, second, filled);
            if (first.row == first.batch.rowCount() && !first.load()) {
                first.run.close();
                cursors.remove(first);
            }
        }
        output.setSize(filled);
        return filled == 0 ? null : output;
    }

    /** The cursor with the least row, leaving one out. Runs are few, so a scan beats a heap. */
    private Cursor least(Cursor except) {
        Cursor best = null;
        for (Cursor cursor : cursors) {
            if (cursor != except
                    && (best == null || cursor.compare(cursor.row, best, best.row) < 0)) {
                best = cursor;
            }
        }
        return best;
    }

    /** Copies rows of `first` for as long as they are not behind `second`. */
    private int copyStretch(Cursor first, Cursor second, int filled) {
        int count = 0;
        int room = Batch.CAPACITY - filled;
        while (count < room
                && first.row < first.batch.rowCount()
                && (second == null || first.compare(first.row, second, second.row) <= 0)) {
            positions[count++] = first.batch.position(first.row++);
        }
        for (int c = 0; c < types.size(); c++) {
            output.column(c).gather(first.batch.column(c), positions, count, filled);
        }
        return filled + count;
    }

    @Override
    public void close() {
        cursors.forEach(cursor -> cursor.run.close());
        cursors.clear();
    }
}
