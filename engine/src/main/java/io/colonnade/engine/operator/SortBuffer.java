package io.colonnade.engine.operator;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * Sorts any number of rows in memory: add batches, sort, take batches. One thread at a time. Also
 * what the table writer sorts with.
 */
public final class SortBuffer implements AutoCloseable {
    private final List<SqlType> types;
    private final MemoryReservation memory;
    private final RowBuffer rows;
    private final int[] chosen = new int[Batch.CAPACITY];
    private RowOrder order;
    private Batch output;

    /** The reservation pays for the rows and ends with this. */
    public SortBuffer(List<SqlType> types, MemoryReservation memory) {
        this.types = types;
        this.memory = memory;
        rows = new RowBuffer(Types.physical(types), memory);
    }

    /** Copies the selected rows. */
    public void add(Batch batch) {
        rows.append(batch);
    }

    public int rows() {
        return rows.rows();
    }

    /** Bytes held. */
    public long bytes() {
        return rows.bytes() + memory.bytes();
    }

    /** Sorts what was added; stable. */
    public void sort(List<SortKey> keys) {
        order = new RowOrder(rows, keys, memory);
        output = Batch.create(types);
    }

    /** The next batch in order, valid until the next call; null at the end. After sort. */
    public Batch next() {
        int count = order.next(chosen, Batch.CAPACITY);
        if (count == 0) {
            return null;
        }
        for (int c = 0; c < types.size(); c++) {
            rows.column(c).gather(chosen, count, output.column(c));
        }
        output.setSize(count);
        return output;
    }

    @Override
    public void close() {
        rows.close();
        memory.close();
    }
}
