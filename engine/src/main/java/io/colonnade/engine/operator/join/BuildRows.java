package io.colonnade.engine.operator.join;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rows of a join's build side: first a buffer per worker, then all in one. Only the columns
 * that are read later are kept.
 */
final class BuildRows {
    private final int[] slots;
    private final int[] kept;
    private final List<PhysicalType> types = new ArrayList<>();
    private final ExecutionContext context;
    private final MemoryReservation memory;

    /** One per worker; guarded by itself. */
    private final List<RowBuffer> parts = new ArrayList<>();

    private RowBuffer rows;

    BuildRows(
            ExecutionContext context,
            MemoryReservation memory,
            List<SqlType> right,
            BitSet keptColumns) {
        this.context = context;
        this.memory = memory;
        kept = keptColumns.stream().toArray();
        slots = new int[right.size()];
        List<PhysicalType> all = Types.physical(right);
        for (int i = 0; i < kept.length; i++) {
            slots[kept[i]] = i;
            types.add(all.get(kept[i]));
        }
    }

    SinkWriter writer() {
        RowBuffer buffer = new RowBuffer(types, memory);
        Vector[] vectors = new Vector[kept.length];
        synchronized (parts) {
            parts.add(buffer);
        }
        return new SinkWriter() {
            @Override
            public void write(Batch batch) {
                for (int i = 0; i < kept.length; i++) {
                    vectors[i] = batch.column(kept[i]);
                }
                buffer.append(vectors, batch.selection(), batch.rowCount());
            }

            @Override
            public CompletableFuture<?> writable() {
                return null;
            }

            @Override
            public void close() {}
        };
    }

    /** Puts the workers' rows together. */
    void finish() {
        synchronized (parts) {
            List<RowBuffer> filled = parts.stream().filter(p -> p.rows() > 0).toList();
            if (filled.size() == 1) {
                rows = filled.getFirst();
            } else {
                rows = new RowBuffer(types, memory);
                rows.appendAll(filled, context::parallel);
            }
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
