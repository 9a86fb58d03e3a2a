package io.colonnade.compute.slice;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.SortBuffer;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * Collects one worker's rows of one slice and turns them into sorted runs: in memory while they
 * fit, else on local disk. One worker's.
 */
final class SliceWriter {
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
    private SortBuffer buffer;

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
            buffer =
                    new SortBuffer(
                            types,
                            new MemoryReservation(target.memory(), "write of " + table.getName()));
        }
        buffer.add(batch);
        if (buffer.bytes() >= bufferBytes) {
            try (BufferedRun rows = sorted()) {
                runs.add(SpilledRun.write(target.spillFolder(), rows));
            }
        }
    }

    /** No more rows: what is in memory stays there as the last run. */
    void finish() {
        if (buffer != null) {
            runs.add(sorted());
        }
    }

    private BufferedRun sorted() {
        SortBuffer full = buffer;
        buffer = null;
        full.sort(sortKeys);
        return new BufferedRun(full);
    }
}
