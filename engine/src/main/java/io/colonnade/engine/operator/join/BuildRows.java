package io.colonnade.engine.operator.join;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rows of a join's build side: first a buffer per worker, then all in one, unless there is no
 * room and all go to disk. Only the columns that are read later are kept.
 */
final class BuildRows {
    /** A hash, a slot, a chain and a mark. */
    private static final long INDEX_BYTES_PER_ROW = 32;

    private final int[] slots;
    private final int[] kept;
    private final List<PhysicalType> types = new ArrayList<>();
    private final ExecutionContext context;
    private final MemoryReservation memory;

    /** Where rows go without room for them; null if they cannot. */
    private final JoinSpill spill;

    private final int firstKeySlot;

    /** One per worker; guarded by itself. */
    private final List<Writer> parts = new ArrayList<>();

    private RowBuffer rows;

    /** Rows that must stay in memory. */
    BuildRows(ExecutionContext context, MemoryReservation memory, JoinSpec spec) {
        this(context, memory, spec, null);
    }

    BuildRows(ExecutionContext context, MemoryReservation memory, JoinSpec spec, JoinSpill spill) {
        List<SqlType> right = spec.right();
        this.context = context;
        this.memory = memory;
        this.spill = spill;
        kept = spec.keptRight().stream().toArray();
        slots = new int[right.size()];
        List<PhysicalType> all = Types.physical(right);
        for (int i = 0; i < kept.length; i++) {
            slots[kept[i]] = i;
            types.add(all.get(kept[i]));
        }
        firstKeySlot = spec.rightKeys().length == 0 ? -1 : slots[spec.rightKeys()[0]];
    }

    Writer writer() {
        Writer writer = new Writer();
        synchronized (parts) {
            parts.add(writer);
        }
        return writer;
    }

    /** One worker's rows, in memory or on disk. */
    final class Writer implements SinkWriter {
        private final Vector[] vectors = new Vector[kept.length];
        private RowBuffer buffer = new RowBuffer(types, memory.part());
        private SpillPartitions.Writer spilled;

        @Override
        public void write(Batch batch) {
            if (spill != null && spill.isPossible() && isFull(batch)) {
                spill.start();
                spillRows();
                spill.add(spilled, batch);
                return;
            }
            share(batch);
            buffer.append(vectors, batch.selection(), batch.rowCount());
            buffer.settle();
        }

        private boolean isFull(Batch batch) {
            boolean forced =
                    context.spillsAlways() && spill.level() == 0 && buffer != null && !isEmpty();
            return spill.isActive() || forced || !hasRoom(batch);
        }

        private boolean isEmpty() {
            return buffer.rows() == 0;
        }

        private void share(Batch batch) {
            for (int i = 0; i < kept.length; i++) {
                vectors[i] = batch.column(kept[i]);
            }
        }

        /** Whether these rows and an index of all would fit. */
        boolean hasRoom(Batch batch) {
            if (context.spillsAlways() && !spill.isPossible()) {
                return false;
            }
            share(batch);
            int count = batch.rowCount();
            long index = INDEX_BYTES_PER_ROW * (buffer.rows() + (long) count);
            return spill.level() == 0
                    ? buffer.prepare(vectors, batch.selection(), count, index)
                    : buffer.prepareLate(vectors, batch.selection(), count, index);
        }

        /** Moves what is in memory to disk. */
        private void spillRows() {
            if (spilled == null) {
                spilled = spill.buildWriter();
                spill.add(spilled, buffer, firstKeySlot);
                buffer.close();
                buffer = null;
            }
        }

        @Override
        public CompletableFuture<?> writable() {
            return null;
        }

        @Override
        public void close() {}
    }

    /** Puts the workers' rows together. If that fails they are where they were. */
    void finish() {
        synchronized (parts) {
            List<RowBuffer> filled =
                    parts.stream().map(p -> p.buffer).filter(p -> p.rows() > 0).toList();
            if (filled.size() == 1) {
                rows = filled.getFirst();
            } else {
                RowBuffer all = new RowBuffer(types, memory.part());
                try {
                    all.appendAll(filled, context::parallel);
                } catch (RuntimeException e) {
                    all.close();
                    throw e;
                }
                rows = all;
            }
            parts.clear();
        }
    }

    /** Moves what is in memory to disk, for all workers. */
    void spillAll() {
        synchronized (parts) {
            if (rows != null) {
                Writer together = new Writer();
                together.buffer = rows;
                parts.add(together);
                rows = null;
            }
            context.parallel(i -> parts.get(i).spillRows(), parts.size());
            parts.clear();
        }
    }

    /** Nobody reads the rows any more. */
    void drop() {
        rows = null;
    }

    int count() {
        return rows.rows();
    }

    RowBuffer rows() {
        return rows;
    }

    /** Index in the buffer of a column of the build side. */
    int slot(int rightColumn) {
        return slots[rightColumn];
    }

    RowColumn column(int rightColumn) {
        return rows.column(slots[rightColumn]);
    }
}
