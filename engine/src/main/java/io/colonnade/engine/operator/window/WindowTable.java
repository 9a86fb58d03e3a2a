package io.colonnade.engine.operator.window;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.Window;
import io.colonnade.plan.WindowCall;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of a window's partitions, each as a whole: their rows in order, and the calls' values.
 * Computed when made; immutable then, read by any number of workers.
 */
final class WindowTable implements AutoCloseable {
    private final ExecutionContext context;
    private final List<SqlType> inputTypes;
    private final MemoryReservation memory;
    private final WindowRows rows;
    private final WindowResult[] results;

    /** Takes the rows over; what it needs besides is given back when this fails. */
    WindowTable(
            ExecutionContext context,
            Window window,
            List<SqlType> inputTypes,
            RowBuffer all,
            MemoryReservation parent) {
        this.context = context;
        this.inputTypes = inputTypes;
        memory = parent.part();
        try {
            rows = sort(window, all);
            results = new WindowResult[window.getCallsCount()];
            context.parallel(i -> results[i] = compute(window.getCalls(i)), results.length);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private WindowRows sort(Window window, RowBuffer all) {
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
            return new WindowRows(
                    all,
                    order,
                    Types.ints(window.getPartitionColumnsList()),
                    window.getOrderList(),
                    memory.part());
        }
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

    int count() {
        return rows.count();
    }

    /** Fills a batch of input columns and results with rows first, first + 1, ... */
    void fill(Batch batch, int[] chosen, int first) {
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
    }

    @Override
    public void close() {
        memory.close();
    }
}
