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
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Window;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Window functions: all rows are collected and sorted by partition and order, each call is computed
 * for all rows (calls in parallel), and the rows come out in that order with a column per call. If
 * they do not fit in memory that is done for a part of the partitions at a time.
 */
public final class WindowOperator implements Breaker, Sink {
    /** Sorting, places and peers of a row. */
    private static final long WORK_BYTES_PER_ROW = 40;

    /** A value, and what makes it. */
    private static final long CALL_BYTES_PER_ROW = 24;

    private final ExecutionContext context;
    private final int nodeId;
    private final Window window;
    private final List<SqlType> inputTypes;
    private final List<SqlType> outputTypes;
    private final List<PhysicalType> physical;
    private final MemoryReservation memory;
    private final WindowSpill spill;

    /** Without PARTITION BY all rows belong together. */
    private final boolean spillable;

    /** One per worker; guarded by itself. */
    private final List<Writer> writers = new ArrayList<>();

    /** Null if rows were spilled. */
    private WindowTable table;

    public WindowOperator(ExecutionContext context, PlanNode node) {
        this.context = context;
        nodeId = node.getId();
        memory = context.reservation("window " + nodeId);
        window = node.getWindow();
        inputTypes = Types.input(node, 0);
        outputTypes = Types.output(node);
        physical = Types.physical(inputTypes);
        spill = new WindowSpill(context, node, memory);
        spillable = window.getPartitionColumnsCount() > 0;
        if (spillable) {
            context.environment().memory().addSpillable();
        }
    }

    /** What computing so many rows takes besides them. */
    static long workBytes(Window window, long rows) {
        return rows * (WORK_BYTES_PER_ROW + CALL_BYTES_PER_ROW * window.getCallsCount());
    }

    @Override
    public Sink sink() {
        return this;
    }

    @Override
    public SinkWriter open() {
        Writer writer = new Writer();
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    /** One worker's rows, in memory or on disk. */
    private final class Writer implements SinkWriter {
        private final Vector[] vectors = new Vector[inputTypes.size()];
        private RowBuffer rows = new RowBuffer(physical, memory.part());
        private SpillPartitions.Writer spilled;

        @Override
        public void write(Batch batch) {
            if (spillable && isFull(batch)) {
                spill.start();
                spillRows();
                spilled.add(batch);
                return;
            }
            rows.append(batch);
            rows.settle();
        }

        private boolean isFull(Batch batch) {
            if (spill.isActive() || context.spillsAlways() && rows.rows() > 0) {
                return true;
            }
            for (int c = 0; c < vectors.length; c++) {
                vectors[c] = batch.column(c);
            }
            long work = workBytes(window, rows.rows() + (long) batch.rowCount());
            return !rows.prepare(vectors, batch.selection(), batch.rowCount(), work);
        }

        /** Moves what is in memory to disk. */
        private void spillRows() {
            if (spilled == null) {
                spilled = spill.writer();
                spilled.addAll(rows, context.cancelCheck());
                rows.close();
                rows = null;
            }
        }

        @Override
        public CompletableFuture<?> writable() {
            return null;
        }

        @Override
        public void close() {}
    }

    @Override
    public void finish() {
        context.counters(nodeId).memoryBytes.add(memory.totalBytes());
        List<Writer> all;
        synchronized (writers) {
            all = new ArrayList<>(writers);
            writers.clear();
        }
        if (!spill.isActive() && computeInMemory(all)) {
            return;
        }
        spill.start();
        context.parallel(i -> all.get(i).spillRows(), all.size());
        spill.finish();
    }

    /** False if there is no room for that; then the writers have all rows. */
    private boolean computeInMemory(List<Writer> all) {
        RowBuffer rows = new RowBuffer(physical, memory.part());
        try {
            rows.appendAll(all.stream().map(w -> w.rows).toList(), context::parallel);
        } catch (ColonnadeException e) {
            rows.close();
            return refused(e);
        }
        try {
            table = new WindowTable(context, window, inputTypes, rows, memory);
            return true;
        } catch (ColonnadeException e) {
            Writer first = new Writer();
            first.rows.close();
            first.rows = rows;
            all.clear();
            all.add(first);
            return refused(e);
        }
    }

    private boolean refused(ColonnadeException e) {
        if (e.code() != ErrorCode.OUT_OF_MEMORY || !spillable) {
            throw e;
        }
        return false;
    }

    @Override
    public Source source() {
        return new WindowSource();
    }

    /** The rows in order with the computed columns. */
    private final class WindowSource extends ChunkSource {
        @Override
        protected long chunks() {
            return (table.count() + (long) Batch.CAPACITY - 1) / Batch.CAPACITY;
        }

        @Override
        public int maxParallelism() {
            return spill.isActive() ? SpillPartitions.COUNT : super.maxParallelism();
        }

        @Override
        public SourceReader open() {
            return spill.isActive() ? spill.reader() : super.open();
        }

        @Override
        public void ended() {
            table = null;
            spill.close();
            memory.close();
        }

        @Override
        protected ChunkReader reader() {
            Batch batch = Batch.create(outputTypes);
            int[] chosen = new int[Batch.CAPACITY];
            return chunk -> {
                table.fill(batch, chosen, (int) (chunk * Batch.CAPACITY));
                return batch;
            };
        }
    }
}
