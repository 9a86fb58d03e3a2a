package io.colonnade.engine.operator.window;

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
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.Window;
import io.colonnade.plan.WindowCall;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Window functions: all rows are collected and sorted by partition and order, each call is computed
 * for all rows (calls in parallel), and the rows come out in that order with a column per call.
 */
public final class WindowOperator implements Breaker, Sink {
    private final ExecutionContext context;
    private final Window window;
    private final List<SqlType> inputTypes;
    private final List<SqlType> outputTypes;
    private final List<PhysicalType> physical;
    private final MemoryReservation memory;

    /** One per worker; guarded by itself. */
    private final List<RowBuffer> parts = new ArrayList<>();

    private WindowRows rows;
    private WindowResult[] results;

    public WindowOperator(ExecutionContext context, PlanNode node) {
        this.context = context;
        memory = context.reservation("window " + node.getId());
        window = node.getWindow();
        inputTypes = Types.input(node, 0);
        outputTypes = Types.output(node);
        physical = Types.physical(inputTypes);
    }

    @Override
    public Sink sink() {
        return this;
    }

    @Override
    public SinkWriter open() {
        RowBuffer buffer = new RowBuffer(physical, memory);
        synchronized (parts) {
            parts.add(buffer);
        }
        return new SinkWriter() {
            @Override
            public void write(Batch batch) {
                buffer.append(batch);
            }

            @Override
            public CompletableFuture<?> writable() {
                return null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void finish() {
        RowBuffer all = new RowBuffer(physical, memory);
        synchronized (parts) {
            all.appendAll(parts, context::parallel);
            parts.clear();
        }
        List<SortKey> keys = new ArrayList<>();
        for (int column : window.getPartitionColumnsList()) {
            keys.add(SortKey.newBuilder().setColumn(column).build());
        }
        keys.addAll(window.getOrderList());
        try (MemoryReservation sorting = memory.part()) {
            RowOrder order =
                    new RowOrder(
                            all,
                            keys,
                            sorting,
                            context.workers(),
                            context::parallel,
                            context.cancelCheck());
            rows =
                    new WindowRows(
                            all,
                            order,
                            Types.ints(window.getPartitionColumnsList()),
                            window.getOrderList(),
                            memory.part());
        }
        results = new WindowResult[window.getCallsCount()];
        context.parallel(i -> results[i] = compute(window.getCalls(i)), results.length);
    }

    private WindowResult compute(WindowCall call) {
        MemoryReservation values = memory.part();
        values.grow(8L * rows.count());
        return switch (call.getFunction()) {
            case ROW_NUMBER, RANK, DENSE_RANK -> RankFunctions.rank(rows, call.getFunction());
            case PERCENT_RANK, CUME_DIST -> RankFunctions.distribution(rows, call.getFunction());
            case NTILE -> RankFunctions.ntile(rows, rows.column(call.getArguments(0)));
            case LAG, LEAD -> ValueFunctions.shifted(rows, call);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> ValueFunctions.ofFrame(rows, call);
            case WINDOW_AGGREGATE ->
                    new AggregateFunctions(rows, call, inputTypes, values, context.cancel())
                            .compute();
            case WINDOW_FUNCTION_UNSPECIFIED, UNRECOGNIZED ->
                    throw ColonnadeException.internal("window function is not set");
        };
    }

    @Override
    public Source source() {
        return new WindowSource();
    }

    /** The rows in order with the computed columns. */
    private final class WindowSource extends ChunkSource {
        @Override
        protected long chunks() {
            return (rows.count() + (long) Batch.CAPACITY - 1) / Batch.CAPACITY;
        }

        @Override
        public void ended() {
            rows = null;
            results = null;
            memory.close();
        }

        @Override
        protected ChunkReader reader() {
            Batch batch = Batch.create(outputTypes);
            int[] chosen = new int[Batch.CAPACITY];
            return chunk -> fill(batch, chosen, (int) (chunk * Batch.CAPACITY));
        }
    }

    private Batch fill(Batch batch, int[] chosen, int first) {
        int count = Math.min(Batch.CAPACITY, rows.count() - first);
        System.arraycopy(rows.order(), first, chosen, 0, count);
        int inputs = inputTypes.size();
        for (int c = 0; c < inputs; c++) {
            rows.column(c).gather(chosen, count, batch.column(c));
        }
        for (int r = 0; r < results.length; r++) {
            Vector target = batch.column(inputs + r);
            target.reset();
            results[r].fill(first, count, target);
        }
        batch.setSize(count);
        return batch;
    }
}
