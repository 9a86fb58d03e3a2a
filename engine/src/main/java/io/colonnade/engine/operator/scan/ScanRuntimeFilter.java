package io.colonnade.engine.operator.scan;

import io.colonnade.engine.hash.RuntimeFilter;
import io.colonnade.engine.pipeline.RuntimeFilters;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.vector.Batch;

/** One worker's use of a runtime filter: stops testing rows when hardly any is dropped. */
final class ScanRuntimeFilter implements ScanCondition {
    /** Vectors after which the pass rate is looked at. */
    private static final int WINDOW_VECTORS = 16;

    /** A filter that lets more than this share through costs more than it saves. */
    private static final double MAX_PASS_RATE = 0.8;

    private final int filterId;
    private final int column;
    private final int[] columns;
    private RuntimeFilter filter;
    private boolean useless;
    private int vectors;
    private long rowsIn;
    private long rowsOut;

    ScanRuntimeFilter(int filterId, int column) {
        this.filterId = filterId;
        this.column = column;
        columns = new int[] {column};
    }

    /** Whether the filter is there. */
    boolean find(RuntimeFilters filters) {
        filter = filters.find(filterId);
        return filter != null;
    }

    @Override
    public int[] columns() {
        return columns;
    }

    ColumnRange range() {
        return new ColumnRange(column, filter.min(), filter.max());
    }

    /** Nothing passes at all. */
    boolean isEmpty() {
        return filter.isEmpty();
    }

    @Override
    public boolean isIdle(MorselReader reader) {
        return useless;
    }

    /** Counts too. */
    @Override
    public int select(Batch batch, int[] target) {
        int count = batch.rowCount();
        int kept = filter.select(batch.column(column), batch.selection(), count, target);
        rowsIn += count;
        rowsOut += kept;
        if (++vectors == WINDOW_VECTORS) {
            useless = rowsOut > rowsIn * MAX_PASS_RATE;
            vectors = 0;
            rowsIn = 0;
            rowsOut = 0;
        }
        return kept;
    }
}
