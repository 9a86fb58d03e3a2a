package io.colonnade.engine.sort;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.plan.SortKey;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * The rows of a buffer in sorted order, given out a few at a time: runs are sorted at once (in
 * parallel if there are several), and merged while they are read. One reader.
 */
public final class RowOrder {
    /** Keys and row numbers, twice while radix sorting. */
    private static final int BYTES_PER_ROW = 24;

    private static final int MIN_PARALLEL_ROWS = 1 << 15;

    private final SortKeys keys;
    private final SortedRun[] runs;
    private final int[] at;

    /** Sorts on the calling thread. */
    public RowOrder(RowBuffer rows, List<SortKey> sortKeys, MemoryReservation memory) {
        this(rows, sortKeys, memory, 1, RowOrder::runAll, () -> {});
    }

    /**
     * Sorts with as many workers as `parallel` (see RowBuffer.appendAll) gives; the sort is stable
     * with one worker only.
     *
     * @param cancelCheck called from time to time; may throw
     */
    public RowOrder(
            RowBuffer rows,
            List<SortKey> sortKeys,
            MemoryReservation memory,
            int workers,
            ObjIntConsumer<IntConsumer> parallel,
            Runnable cancelCheck) {
        int count = rows.rows();
        memory.grow((long) BYTES_PER_ROW * count);
        keys = new SortKeys(rows, sortKeys);
        runs = new SortedRun[count < MIN_PARALLEL_ROWS ? 1 : workers];
        at = new int[runs.length];
        parallel.accept(
                i ->
                        runs[i] =
                                SortedRun.sort(
                                        keys,
                                        cancelCheck,
                                        (int) ((long) count * i / runs.length),
                                        (int) ((long) count * (i + 1) / runs.length)),
                runs.length);
    }

    private static void runAll(IntConsumer body, int pieces) {
        for (int i = 0; i < pieces; i++) {
            body.accept(i);
        }
    }

    /** Writes the next up to `count` row numbers; returns how many, 0 at the end. */
    public int next(int[] target, int count) {
        if (runs.length == 1) {
            int n = Math.min(count, runs[0].rows().length - at[0]);
            System.arraycopy(runs[0].rows(), at[0], target, 0, n);
            at[0] += n;
            return n;
        }
        int n = 0;
        while (n < count) {
            int best = least();
            if (best < 0) {
                return n;
            }
            target[n++] = runs[best].rows()[at[best]++];
        }
        return n;
    }

    /** The run with the next row, -1 when all are read. */
    private int least() {
        int best = -1;
        for (int r = 0; r < runs.length; r++) {
            if (at[r] < runs[r].rows().length && (best < 0 || isBefore(r, best))) {
                best = r;
            }
        }
        return best;
    }

    private boolean isBefore(int run, int other) {
        int order = Long.compareUnsigned(runs[run].keys()[at[run]], runs[other].keys()[at[other]]);
        if (order == 0 && !keys.isExact()) {
            order = keys.compareTies(runs[run].rows()[at[run]], runs[other].rows()[at[other]]);
        }
        return order < 0;
    }
}
