package io.colonnade.engine.operator.scan;

import io.colonnade.engine.operator.Batches;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.Morsel;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One worker's scan. For each vector: runtime filters and conjuncts with only the columns that they
 * read, and the other columns only if rows are left, and only for those.
 */
final class ScanReader implements SourceReader {
    private final TableScan table;
    private final MorselReader reader;
    private final ScanFilters filters;
    private final Vector[] own;
    private final boolean[] filled;
    private final Batch batch;

    /** Columns of storage; a further one is the row id. */
    private final int stored;

    private final int[] selected = new int[Batch.CAPACITY + Vector.PADDING];
    private Morsel morsel;
    private boolean finished;

    ScanReader(TableScan table, List<SqlType> types, int stored, ScanFilters filters) {
        this.table = table;
        this.stored = stored;
        this.filters = filters;
        reader = table.openReader();
        own = new Vector[types.size()];
        filled = new boolean[own.length];
        batch = Batches.ofColumns(own.length);
        for (int c = 0; c < own.length; c++) {
            own[c] = Vector.create(types.get(c).physical(), Batch.CAPACITY);
            batch.setColumn(c, own[c]);
        }
    }

    @Override
    public Batch next() {
        while (!finished) {
            if (morsel == null && !openMorsel()) {
                return null;
            }
            int count = reader.next();
            if (count == 0) {
                morsel = null;
                batch.setSize(0);
                return batch;
            }
            if (read(count)) {
                return batch;
            }
        }
        return null;
    }

    private boolean openMorsel() {
        List<ColumnRange> ranges = filters.newRanges();
        if (!ranges.isEmpty()) {
            reader.addRanges(ranges);
        }
        finished |= filters.passNothing();
        morsel = finished ? null : table.take();
        if (morsel == null) {
            finished = true;
            return false;
        }
        reader.open(morsel);
        return true;
    }

    /** Whether rows of the vector are left; they are selected then. */
    private boolean read(int count) {
        Arrays.fill(filled, false);
        batch.setSize(count);
        if (reader.liveSelection() != null) {
            batch.select(reader.liveSelection(), reader.liveCount());
        }
        if (!test()) {
            return false;
        }
        for (int c = 0; c < own.length; c++) {
            fill(c);
        }
        return true;
    }

    /** Applies the tests; whether rows are left. */
    private boolean test() {
        ConditionOrder conditions = filters.conditions();
        conditions.start(reader, batch.rowCount());
        for (int i = 0; i < conditions.size(); i++) {
            ScanCondition condition = conditions.get(i);
            if (condition.isIdle(reader)) {
                continue;
            }
            for (int column : condition.columns()) {
                fill(column);
            }
            keep(condition.select(batch, selected));
            if (i == 0) {
                conditions.firstDone(batch.rowCount());
            }
            if (batch.rowCount() == 0) {
                return false;
            }
        }
        return true;
    }

    private void keep(int count) {
        if (count < batch.rowCount()) {
            batch.select(selected, count);
        }
    }

    private void fill(int column) {
        if (filled[column]) {
            return;
        }
        filled[column] = true;
        if (column == stored) {
            reader.readRowIds((LongVector) own[column]);
        } else if (batch.selection() == null) {
            reader.read(column, own[column]);
        } else {
            reader.read(column, own[column], batch.selection(), batch.rowCount());
        }
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public CompletableFuture<?> available() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        finished = true;
        reader.close();
    }
}
