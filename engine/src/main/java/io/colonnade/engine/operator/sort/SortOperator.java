package io.colonnade.engine.operator.sort;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.operator.ChunkSource;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * ORDER BY with or without a limit: every worker collects rows (with a limit only those that can be
 * among the first), then all are sorted together and given out in order by one worker.
 */
public final class SortOperator implements Breaker, Sink {
    /** Limits above this are not worth pruning for. */
    private static final long MAX_TOP_ROWS = 1 << 20;

    private final ExecutionContext context;
    private final int nodeId;
    private final List<SqlType> types;
    private final List<PhysicalType> physical;
    private final List<SortKey> keys;
    private final long offset;
    private final long limit;
    private final MemoryReservation memory;

    /** One per worker; guarded by itself. */
    private final List<SortWriter> writers = new ArrayList<>();

    private RowBuffer rows;
    private RowOrder order;

    public SortOperator(ExecutionContext context, PlanNode node) {
        this(
                context,
                node,
                node.getSort().getKeysList(),
                node.getSort().getOffset(),
                node.getSort().getHasLimit() ? node.getSort().getLimit() : Long.MAX_VALUE);
    }

    /** Sorts by other keys than a Sort node's (a merging exchange). */
    public SortOperator(
            ExecutionContext context, PlanNode node, List<SortKey> keys, long offset, long limit) {
        this.context = context;
        nodeId = node.getId();
        types = Types.output(node);
        physical = Types.physical(types);
        this.keys = keys;
        this.offset = offset;
        this.limit = limit;
        memory = context.reservation("sort " + nodeId);
    }

    @Override
    public Sink sink() {
        return this;
    }

    @Override
    public SinkWriter open() {
        SortWriter writer = new SortWriter(this::newBuffer, keys, topRows(), context);
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    /** How many rows can be needed at most; -1 = all. */
    private int topRows() {
        long top = limit > MAX_TOP_ROWS ? -1 : limit + offset;
        return top > MAX_TOP_ROWS ? -1 : (int) top;
    }

    private RowBuffer newBuffer() {
        return new RowBuffer(physical, memory);
    }

    @Override
    public void finish() {
        List<RowBuffer> parts;
        synchronized (writers) {
            parts = writers.stream().map(SortWriter::rows).filter(r -> r.rows() > 0).toList();
            writers.clear();
        }
        if (parts.size() == 1) {
            rows = parts.getFirst();
        } else {
            rows = newBuffer();
            rows.appendAll(parts, context::parallel);
        }
        MemoryReservation sorting = memory.part();
        order =
                new RowOrder(
                        rows,
                        keys,
                        sorting,
                        context.workers(),
                        context::parallel,
                        context.cancelCheck());
        context.counters(nodeId).memoryBytes.add(rows.bytes() + sorting.bytes());
    }

    @Override
    public Source source() {
        return new SortedSource();
    }

    /** The rows in order; a chunk is the next batch. One worker. */
    private final class SortedSource extends ChunkSource {
        @Override
        protected long chunks() {
            return (rows.rows() + (long) Batch.CAPACITY - 1) / Batch.CAPACITY;
        }

        @Override
        public void ended() {
            rows = null;
            order = null;
            memory.close();
        }

        @Override
        public int maxParallelism() {
            return 1;
        }

        @Override
        protected ChunkReader reader() {
            Batch batch = Batch.create(types);
            int[] chosen = new int[Batch.CAPACITY];
            return chunk -> {
                int count = order.next(chosen, Batch.CAPACITY);
                cut(batch, chosen, chunk * Batch.CAPACITY, count);
                return batch;
            };
        }
    }

    /** Keeps of rows `first` .. those between offset and limit. */
    private void cut(Batch batch, int[] chosen, long first, int count) {
        int from = (int) Math.min(count, Math.max(0, offset - first));
        long end = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
        int to = (int) Math.max(from, Math.min(count, end - first));
        if (from > 0) {
            System.arraycopy(chosen, from, chosen, 0, to - from);
        }
        for (int c = 0; c < types.size(); c++) {
            rows.column(c).gather(chosen, to - from, batch.column(c));
        }
        batch.setSize(to - from);
    }
}
