package io.colonnade.engine.operator.window;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.operator.ReadyReader;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Window;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a window does when its rows outgrow its memory: all are dealt out on disk by the hash of the
 * PARTITION BY columns, and each part is computed alone; one that is still too large is dealt out
 * again. A single partition must fit. Shared by all workers.
 */
final class WindowSpill {
    private static final int ALL_DONE = -1;

    private final ExecutionContext context;
    private final int nodeId;
    private final Window window;
    private final List<SqlType> inputTypes;
    private final List<SqlType> outputTypes;
    private final MemoryReservation memory;

    /** Set once, by the first worker without room; guarded by this when written. */
    private volatile SpillPartitions rows;

    /** Guarded by itself. */
    private final List<SpillPartitions.Writer> writers = new ArrayList<>();

    private final AtomicInteger nextPart = new AtomicInteger();

    /**
     * Rows of one or more of the window's partitions, dealt out by a level.
     *
     * @param number {@link #ALL_DONE} behind all others: nobody reads them any more
     */
    private record Part(int level, SpillPartitions rows, int number) {}

    WindowSpill(ExecutionContext context, PlanNode node, MemoryReservation memory) {
        this.context = context;
        this.memory = memory;
        nodeId = node.getId();
        window = node.getWindow();
        inputTypes = Types.input(node, 0);
        outputTypes = Types.output(node);
    }

    /** Whether all rows go to disk. */
    boolean isActive() {
        return rows != null;
    }

    /** From now on they do; those in memory must follow. */
    synchronized void start() {
        if (rows == null) {
            rows = newPartitions();
        }
    }

    private SpillPartitions newPartitions() {
        return new SpillPartitions(
                new SpillPartitions.Shape(
                        Types.physical(inputTypes),
                        IntStream.range(0, inputTypes.size()).toArray(),
                        Types.ints(window.getPartitionColumnsList()),
                        context.equalHashes(),
                        context.counters(nodeId).spilledBytes::add),
                context.spillFile(),
                context.environment().memory().limit());
    }

    /** A worker's way to disk; after {@link #start}. */
    SpillPartitions.Writer writer() {
        SpillPartitions.Writer writer = rows.writer(0, memory);
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    /** No more rows. */
    void finish() {
        context.parallel(i -> writers.get(i).finish(), writers.size());
    }

    ReadyReader reader() {
        return new Reader();
    }

    private Part next() {
        int number = nextPart.getAndIncrement();
        return number < SpillPartitions.COUNT ? new Part(0, rows, number) : null;
    }

    /** Computes one part after the other, and those that it makes of them. One worker's. */
    private final class Reader extends ReadyReader {
        private final ArrayDeque<Part> smaller = new ArrayDeque<>();
        private final Batch batch = Batch.create(outputTypes);
        private final int[] chosen = new int[Batch.CAPACITY];
        private MemoryReservation own;
        private WindowTable table;
        private int given;

        @Override
        public Batch next() {
            while (table == null || given == table.count()) {
                if (table != null) {
                    own.close();
                    table = null;
                }
                Part part = smaller.isEmpty() ? WindowSpill.this.next() : smaller.pop();
                if (part == null) {
                    return null;
                }
                if (part.number() == ALL_DONE) {
                    part.rows().close();
                } else {
                    compute(part);
                }
                given = 0;
            }
            context.cancel().check();
            table.fill(batch, chosen, given);
            given += batch.size();
            return batch;
        }

        /** Leaves the table null if the part was dealt out instead. */
        private void compute(Part part) {
            boolean last = part.level() + 1 == SpillPartitions.MAX_LEVEL;
            own = memory.part();
            try {
                RowBuffer all = read(part, last);
                if (all != null) {
                    table = new WindowTable(context, window, inputTypes, all, own);
                    return;
                }
            } catch (ColonnadeException e) {
                if (e.code() != ErrorCode.OUT_OF_MEMORY || last) {
                    throw e;
                }
            }
            own.close();
            dealAgain(part);
        }

        /** The part's rows, or null if there is no room. */
        private RowBuffer read(Part part, boolean last) {
            RowBuffer all = new RowBuffer(Types.physical(inputTypes), own.part());
            SpillPartitions.Reader reader = part.rows().reader(part.number());
            Vector[] vectors = new Vector[inputTypes.size()];
            Batch input;
            while ((input = reader.next()) != null) {
                context.cancel().check();
                for (int c = 0; c < vectors.length; c++) {
                    vectors[c] = input.column(c);
                }
                long extra = WindowOperator.workBytes(window, all.rows() + input.size());
                if (!last && !all.prepareLate(vectors, null, input.size(), extra)) {
                    return null;
                }
                all.append(input);
                all.settle();
            }
            return all;
        }

        private void dealAgain(Part part) {
            int level = part.level() + 1;
            SpillPartitions dealt = newPartitions();
            part.rows().dealOut(part.number(), dealt, level, memory, context.cancel()::check);
            smaller.push(new Part(level, dealt, ALL_DONE));
            for (int p = 0; p < SpillPartitions.COUNT; p++) {
                smaller.push(new Part(level, dealt, p));
            }
        }
    }

    /** Nobody reads any more. */
    void close() {
        if (rows != null) {
            rows.close();
        }
    }
}
