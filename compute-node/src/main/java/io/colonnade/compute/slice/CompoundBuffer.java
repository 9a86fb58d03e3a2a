package io.colonnade.compute.slice;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.SortBuffer;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.List;

/** Rows for the order of a compound sort key; they stay as they come when there is none. */
final class CompoundBuffer implements RunBuffer {
    private final SortBuffer rows;
    private final List<SortKey> keys;

    CompoundBuffer(List<SqlType> types, List<SortKey> keys, MemoryReservation memory) {
        this.rows = new SortBuffer(types, memory);
        this.keys = keys;
    }

    @Override
    public void add(Batch batch) {
        rows.add(batch);
    }

    @Override
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public SortedRows sort() {
        rows.sort(keys);
        return new BufferedRun(rows);
    }

    @Override
    public void close() {
        rows.close();
    }
}
