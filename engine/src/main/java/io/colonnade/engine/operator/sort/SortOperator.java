package io.colonnade.engine.operator.sort;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.operator.ReadyReader;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.pipeline.TopBound;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * ORDER BY with or without a limit: every worker collects rows (with a limit only those that can be
 * among the first), then all are sorted together and given out in order by one worker. Rows that do
 * not fit in memory go to disk in sorted runs; if there is one, all others follow at the end, and
 * the runs are merged while they are read.
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

    private final SortRuns runs;

    /** Where workers tell the last row wanted, or null. */
    private TopBound bound;

    private RowBuffer rows;
    private RowOrder order;

    /** Null while all rows are in memory. */
    private RunMerge merged;

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
        runs = new SortRuns(context, nodeId, types, keys, memory);
        context.environment().memory().addSpillable();
    }

    /** Called while compiling: the scan below wants to know which rows are behind the wanted. */
    public void publishTo(TopBound scanBound) {
        bound = scanBound;
    }

    @Override
    public Sink sink() {
        return this;
    }

    @Override
    public SinkWriter open() {
        SortWriter writer = new SortWriter(this::newBuffer, keys, topRows(), bound, runs, context);
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
        return new RowBuffer(physical, memory.part());
    }

    @Override
    public void finish() {
        List<RowBuffer> parts;
        synchronized (writers) {
            parts = writers.stream().map(SortWriter::rows).filter(r -> r.rows() > 0).toList();
            writers.clear();
        }
        context.counters(nodeId).memoryBytes.add(memory.totalBytes());
        if (runs.isEmpty() && (parts.isEmpty() || !context.spillsAlways())) {
            parts = sortInMemory(parts);
        }
        List<RowBuffer> rest = parts;
        context.parallel(i -> runs.add(rest.get(i)), rest.size());
        if (!runs.isEmpty()) {
            merged = runs.merge();
        }
    }

    /** Gives back the rows that are not sorted, for want of room: all or nothing. */
    private List<RowBuffer> sortInMemory(List<RowBuffer> parts) {
        MemoryReservation putTogether = memory.part();
        MemoryReservation sorting = memory.part();
        List<RowBuffer> unsorted = parts;
        try {
            RowBuffer all = parts.size() == 1 ? parts.getFirst() : null;
            if (all == null) {
                all = new RowBuffer(physical, putTogether);
                all.appendAll(parts, context::parallel);
                unsorted = List.of(all);
            }
            order =
                    new RowOrder(
                            all,
                            keys,
                            sorting,
                            context.workers(),
                            context::parallel,
                            context.cancelCheck());
            rows = all;
            return List.of();
        } catch (ColonnadeException e) {
            if (e.code() != ErrorCode.OUT_OF_MEMORY) {
                throw e;
            }
            sorting.close();
            if (unsorted == parts) {
                putTogether.close();
            }
            return unsorted;
        }
    }

    @Override
    public Source source() {
        return new SortedSource();
    }

    /** The rows in order, for one worker. */
    private final class SortedSource implements Source {
        @Override
        public int maxParallelism() {
            return 1;
        }

        @Override
        public SourceReader open() {
            return new SortedReader();
        }

        @Override
        public void ended() {
            rows = null;
            order = null;
            runs.close();
            memory.close();
        }
    }

    private final class SortedReader extends ReadyReader {
        private final Batch batch = Batch.create(types);
        private final int[] chosen = new int[Batch.CAPACITY];

        /** Rows before the next batch, those before the offset included. */
        private long first;

        @Override
        public Batch next() {
            long end = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
            if (first >= end) {
                return null;
            }
            Batch next = merged != null ? merged.next() : null;
            int count =
                    merged == null
                            ? order.next(chosen, Batch.CAPACITY)
                            : next == null ? 0 : next.size();
            if (count == 0) {
                return null;
            }
            int from = (int) Math.min(count, Math.max(0, offset - first));
            int to = (int) Math.max(from, Math.min(count, end - first));
            first += count;
            return merged == null ? gather(from, to) : cut(next, from, to);
        }

        private Batch gather(int from, int to) {
            if (from > 0) {
                System.arraycopy(chosen, from, chosen, 0, to - from);
            }
            for (int c = 0; c < types.size(); c++) {
                rows.column(c).gather(chosen, to - from, batch.column(c));
            }
            batch.setSize(to - from);
            return batch;
        }

        private Batch cut(Batch sorted, int from, int to) {
            if (to - from < sorted.size()) {
                for (int i = from; i < to; i++) {
                    chosen[i - from] = i;
                }
                sorted.select(chosen, to - from);
            }
            return sorted;
        }
    }
}
