package io.colonnade.engine.operator.scan;

import io.colonnade.engine.hash.RuntimeFilter;
import io.colonnade.engine.pipeline.TopBound;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.vector.Batch;

/** One worker's use of the bound that a sort for the first rows sets. */
final class ScanTopFilter implements ScanCondition {
    private final TopBound bound;
    private final int[] columns;

    /** What the bound was last; null while there is none. */
    private RuntimeFilter filter;

    /** Whether {@link #range} gave that already. */
    private boolean given;

    ScanTopFilter(TopBound bound) {
        this.bound = bound;
        columns = new int[] {bound.column()};
    }

    /** Looks what the bound is now. */
    private void renew() {
        long min = bound.min();
        long max = bound.max();
        boolean known = min != Long.MIN_VALUE || max != Long.MAX_VALUE;
        if (known && (filter == null || filter.min() != min || filter.max() != max)) {
            filter = RuntimeFilter.range(min, max);
            given = false;
        }
    }

    /** What blocks need to have, if that is news; else null. */
    ColumnRange range() {
        renew();
        if (filter == null || given) {
            return null;
        }
        given = true;
        return new ColumnRange(bound.column(), filter.min(), filter.max());
    }

    @Override
    public int[] columns() {
        return columns;
    }

    @Override
    public boolean isIdle(MorselReader reader) {
        renew();
        return filter == null;
    }

    @Override
    public int select(Batch batch, int[] target) {
        return filter.select(
                batch.column(bound.column()), batch.selection(), batch.rowCount(), target);
    }
}
