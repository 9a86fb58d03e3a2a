package io.colonnade.engine.operator.sort;

import io.colonnade.engine.hash.KeyRange;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.TopBound;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One worker's rows of a sort. For the first n rows only, it throws away what is behind n others
 * from time to time, and from then on does not take what is behind the n-th by the first key.
 */
final class SortWriter implements SinkWriter {
    /** Rows to collect before the first pruning, however small n is. */
    private static final int MIN_PRUNE_ROWS = 4 * Batch.CAPACITY;

    /** Row number and key, twice, while the rows are sorted. */
    private static final long SORT_BYTES_PER_ROW = 24;

    private static final int FORCED_SPILL_ROWS = 1000;

    private final Supplier<RowBuffer> buffers;
    private final List<SortKey> keys;
    private final int topRows;
    private final TopBound bound;
    private final ExecutionContext context;
    private final SortRuns runs;
    private final int pruneRows;
    private final int[] selected = new int[Batch.CAPACITY];
    private final Vector[] vectors;
    private RowBuffer rows;

    /** Row of the buffer that is the last one wanted, -1 = none yet. */
    private int last = -1;

    SortWriter(
            Supplier<RowBuffer> buffers,
            List<SortKey> keys,
            int topRows,
            TopBound bound,
            SortRuns runs,
            ExecutionContext context) {
        this.buffers = buffers;
        this.keys = keys;
        this.topRows = topRows;
        this.bound = bound;
        this.runs = runs;
        this.context = context;
        pruneRows = Math.max(MIN_PRUNE_ROWS, topRows * 2);
        rows = buffers.get();
        vectors = new Vector[rows.columnCount()];
    }

    @Override
    public void write(Batch batch) {
        if (topRows == 0) {
            return;
        }
        if (last >= 0) {
            batch.select(selected, select(batch));
        }
        if (!prepare(batch)) {
            spill(batch);
        }
        rows.append(batch);
        rows.settle();
        if (topRows > 0 && rows.rows() >= pruneRows) {
            prune();
        }
    }

    private boolean prepare(Batch batch) {
        if (context.spillsAlways() && rows.rows() >= FORCED_SPILL_ROWS) {
            return false;
        }
        for (int c = 0; c < vectors.length; c++) {
            vectors[c] = batch.column(c);
        }
        long sorting = SORT_BYTES_PER_ROW * (rows.rows() + (long) batch.rowCount());
        return rows.prepare(vectors, batch.selection(), batch.rowCount(), sorting);
    }

    /** Makes room for a batch: by what is not wanted if that is enough, else on disk. */
    private void spill(Batch batch) {
        if (topRows > 0 && rows.rows() > topRows) {
            prune();
            if (prepare(batch)) {
                return;
            }
        }
        if (rows.rows() > 0) {
            runs.add(rows);
            rows = buffers.get();
            last = -1;
        }
    }

    /** Rows that are not behind the last one wanted by the first key. */
    private int select(Batch batch) {
        SortKey key = keys.getFirst();
        Vector vector = batch.column(key.getColumn());
        RowColumn column = rows.column(key.getColumn());
        boolean lastNull = column.isNull(last);
        int count = 0;
        for (int i = 0; i < batch.rowCount(); i++) {
            int p = batch.position(i);
            selected[count] = p;
            count += isWanted(key, vector, p, column, lastNull) ? 1 : 0;
        }
        return count;
    }

    private boolean isWanted(
            SortKey key, Vector vector, int position, RowColumn column, boolean lastNull) {
        boolean isNull = vector.isNull(position);
        if (isNull || lastNull) {
            return isNull && lastNull || isNull == key.getNullsFirst();
        }
        int p = vector.isConstant() ? 0 : position;
        int order = column.compare(vector, p, last);
        return key.getDescending() ? order >= 0 : order <= 0;
    }

    private void prune() {
        try (var memory = context.reservation("top rows")) {
            RowOrder order = new RowOrder(rows, keys, memory);
            int[] kept = new int[topRows];
            int count = order.next(kept, topRows);
            RowBuffer fewer = buffers.get();
            fewer.appendRows(rows, kept, 0, count);
            rows.close();
            rows = fewer;
            last = count == topRows ? count - 1 : -1;
            publish();
        }
    }

    private void publish() {
        if (bound != null && last >= 0) {
            RowColumn column = rows.column(keys.getFirst().getColumn());
            if (!column.isNull(last)) {
                bound.publish(KeyRange.value(column, last));
            }
        }
    }

    RowBuffer rows() {
        return rows;
    }

    @Override
    public CompletableFuture<?> writable() {
        return null;
    }

    @Override
    public void close() {}
}
