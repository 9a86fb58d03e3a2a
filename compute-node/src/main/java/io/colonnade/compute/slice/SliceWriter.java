package io.colonnade.compute.slice;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * Collects one worker's rows of one slice and turns them into sorted runs: in memory while they
 * fit, else on local disk. One worker's.
 */
final class SliceWriter implements AutoCloseable {
    /** More makes runs no better. */
    private static final long MAX_BUFFER_BYTES = 192L << 20;

    /** Less makes runs of a few thousand rows. */
    private static final long MIN_BUFFER_BYTES = 8L << 20;

    /** A buffer that grows holds its old and its new arrays for a moment. */
    private static final int GROWTH_FACTOR = 3;

    private final TableDefinition table;
    private final List<SqlType> types;
    private final List<SortKey> sortKeys;
    private final SliceRuns runs;
    private final TableWriter.Target target;
    private final long bufferBytes;
    private RunBuffer buffer;

    SliceWriter(
            TableDefinition table,
            List<SqlType> types,
            List<SortKey> sortKeys,
            SliceRuns runs,
            TableWriter.Target target) {
        this.table = table;
        this.types = types;
        this.sortKeys = sortKeys;
        this.runs = runs;
        this.target = target;
        long share = target.memory().limit() / target.buffers() / GROWTH_FACTOR;
        this.bufferBytes = Math.clamp(share, MIN_BUFFER_BYTES, MAX_BUFFER_BYTES);
    }

    void add(Batch batch) {
        if (buffer == null) {
            buffer = newBuffer();
        }
        buffer.add(batch);
        if (buffer.bytes() >= bufferBytes) {
            try (SortedRows rows = sorted()) {
                runs.add(SpilledRun.write(target.spill(), rows));
            }
        }
    }

    /** No more rows: what is in memory stays there as the last run. */
    void finish() {
        if (buffer instanceof InterleavedBuffer last) {
            buffer = null;
            runs.add(last);
        } else if (buffer != null) {
            runs.add(sorted());
        }
    }

    private RunBuffer newBuffer() {
        MemoryReservation memory =
                new MemoryReservation(target.memory(), "write of " + table.getName());
        return table.getSort() == SortStyle.INTERLEAVED
                ? new InterleavedBuffer(types, sortKeys, memory)
                : new CompoundBuffer(types, sortKeys, memory);
    }

    private SortedRows sorted() {
        RunBuffer full = buffer;
        buffer = null;
        try {
            return full.sort();
        } catch (RuntimeException e) {
            full.close();
            throw e;
        }
    }

    /** Gives up what is in memory. */
    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
    }
}
