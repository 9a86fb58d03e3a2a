package io.colonnade.engine.operator.sort;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.engine.spill.SpillFile;
import io.colonnade.engine.spill.SpilledRows;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * The sorted runs that a sort has put on disk. Workers add runs at the same time; afterwards one
 * worker merges them, in several passes if they are many.
 */
final class SortRuns {
    /** More make each comparison cost more than another pass over the disk. */
    private static final int MAX_FAN_IN = 64;

    private static final int MIN_FAN_IN = 4;

    /** Bytes of a value in a cursor's batch, its page, and its copy among the keys. */
    private static final int CURSOR_BYTES_PER_VALUE = 32;

    /** Cursors take no more than this part of the query's memory. */
    private static final int CURSORS_FRACTION = 8;

    /** Below so much memory pages are small, so that many runs can be open. */
    private static final long SMALL_MEMORY = 64 << 20;

    private static final int SMALL_PAGE_ROWS = 256;

    private final ExecutionContext context;
    private final int nodeId;
    private final List<SqlType> types;
    private final List<SortKey> keys;
    private final MemoryReservation memory;
    private final int pageRows;

    /** Guarded by this. */
    private SpillFile file;

    /** Guarded by this while workers add to it. */
    private List<SpilledRows> runs = new ArrayList<>();

    SortRuns(
            ExecutionContext context,
            int nodeId,
            List<SqlType> types,
            List<SortKey> keys,
            MemoryReservation memory) {
        this.context = context;
        this.nodeId = nodeId;
        this.types = types;
        this.keys = keys;
        this.memory = memory;
        pageRows =
                context.environment().memory().limit() < SMALL_MEMORY
                        ? SMALL_PAGE_ROWS
                        : Batch.CAPACITY;
    }

    synchronized boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Writes the rows in order, and closes their buffer. */
    void add(RowBuffer rows) {
        SpilledRows run = newRun();
        Batch batch = Batch.create(types, pageRows);
        int[] chosen = new int[pageRows];
        try (MemoryReservation sorting = memory.part()) {
            RowOrder order = new RowOrder(rows, keys, sorting);
            int count;
            while ((count = order.next(chosen, pageRows)) > 0) {
                context.cancel().check();
                for (int c = 0; c < types.size(); c++) {
                    rows.column(c).gather(chosen, count, batch.column(c));
                }
                batch.setSize(count);
                write(run, batch);
            }
        }
        rows.close();
        synchronized (this) {
            runs.add(run);
        }
    }

    private synchronized SpilledRows newRun() {
        if (file == null) {
            file = context.spillFile();
        }
        return new SpilledRows(file);
    }

    private void write(SpilledRows run, Batch batch) {
        context.counters(nodeId).spilledBytes.add(run.append(batch));
    }

    /** All rows in order, once. */
    RunMerge merge() {
        int fanIn = fanIn();
        while (runs.size() > fanIn) {
            mergePass(fanIn);
        }
        return new RunMerge(runs, types, keys, memory);
    }

    private int fanIn() {
        long cursor = (long) CURSOR_BYTES_PER_VALUE * types.size() * pageRows;
        long most = context.environment().memory().limit() / CURSORS_FRACTION / cursor;
        return (int) Math.clamp(most, MIN_FAN_IN, MAX_FAN_IN);
    }

    /** Makes one run of each `fanIn`, in another file. */
    private void mergePass(int fanIn) {
        SpillFile old = file;
        file = context.spillFile();
        List<SpilledRows> longer = new ArrayList<>();
        for (int first = 0; first < runs.size(); first += fanIn) {
            List<SpilledRows> some = runs.subList(first, Math.min(runs.size(), first + fanIn));
            SpilledRows run = new SpilledRows(file);
            try (RunMerge merged = new RunMerge(some, types, keys, memory)) {
                Batch batch;
                while ((batch = merged.next()) != null) {
                    context.cancel().check();
                    write(run, batch);
                }
            }
            longer.add(run);
        }
        runs = longer;
        old.close();
    }

    /** The rows must not be read any more. */
    void close() {
        if (file != null) {
            file.close();
        }
    }
}
