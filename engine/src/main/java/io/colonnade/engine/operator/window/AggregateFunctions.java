package io.colonnade.engine.operator.window;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.operator.aggregate.FrameAggregate;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.plan.WindowCall;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.Arrays;
import java.util.List;

/**
 * Aggregates over frames. Frames that grow from the partition's start (or shrink towards its end)
 * take each row in once; all others are computed anew, many at a time. One thread per call.
 */
final class AggregateFunctions {
    private final WindowRows rows;
    private final WindowCall call;
    private final List<SqlType> types;
    private final MemoryReservation memory;
    private final CancelToken cancel;
    private final Frame frame;
    private final SqlType resultType;
    private final RowBuffer results;
    private final Vector[] single;
    private final int[] repeated = new int[Batch.CAPACITY];

    AggregateFunctions(
            WindowRows rows,
            WindowCall call,
            List<SqlType> types,
            MemoryReservation memory,
            CancelToken cancel) {
        this.rows = rows;
        this.call = call;
        this.types = types;
        this.memory = memory;
        this.cancel = cancel;
        frame = new Frame(call, rows);
        resultType = SqlType.fromProto(call.getType());
        results = new RowBuffer(List.of(resultType.physical()), memory);
        single = new Vector[] {Vector.create(resultType.physical(), Batch.CAPACITY)};
    }

    WindowResult compute() {
        results.ensure(rows.count());
        if (frame.isWholePartition()) {
            whole();
        } else if (frame.isGrowing()) {
            grow();
        } else if (frame.isShrinking()) {
            return shrink();
        } else {
            recompute();
        }
        return (first, count, target) -> results.column(0).copy(first, count, target);
    }

    private FrameAggregate newAggregate(int groups) {
        return new FrameAggregate(call, types, rows.order(), rows::column, groups, memory);
    }

    /** One group per partition; its result is repeated for the partition's rows. */
    private void whole() {
        int partitions = rows.partitionCount();
        try (FrameAggregate aggregate = newAggregate(partitions)) {
            for (int p = 0; p < partitions; p++) {
                cancel.check();
                aggregate.take(rows.partitionStart(p), rows.partitionEnd(p), p);
            }
            for (int first = 0; first < partitions; first += Batch.CAPACITY) {
                int count = Math.min(Batch.CAPACITY, partitions - first);
                aggregate.result(first, count, single[0]);
                for (int p = 0; p < count; p++) {
                    int places = rows.partitionEnd(first + p) - rows.partitionStart(first + p);
                    repeat(p, places);
                }
            }
        }
    }

    private void grow() {
        try (FrameAggregate aggregate = newAggregate(rows.partitionCount())) {
            for (int p = 0; p < rows.partitionCount(); p++) {
                int start = rows.partitionStart(p);
                int end = rows.partitionEnd(p);
                int taken = start;
                int place = start;
                while (place < end) {
                    cancel.check();
                    int behind = Math.max(taken, frame.end(place, start, end));
                    aggregate.take(taken, behind, p);
                    taken = behind;
                    int same = place + 1;
                    while (same < end && frame.end(same, start, end) <= taken) {
                        same++;
                    }
                    append(aggregate, p, same - place);
                    place = same;
                }
            }
        }
    }

    /** From the end of each partition; the results come out backwards. */
    private WindowResult shrink() {
        try (FrameAggregate aggregate = newAggregate(rows.partitionCount())) {
            for (int p = rows.partitionCount() - 1; p >= 0; p--) {
                int start = rows.partitionStart(p);
                int end = rows.partitionEnd(p);
                int taken = end;
                int place = end - 1;
                while (place >= start) {
                    cancel.check();
                    int first = Math.min(taken, frame.start(place, start, end));
                    aggregate.take(first, taken, p);
                    taken = first;
                    int same = place - 1;
                    while (same >= start && frame.start(same, start, end) >= taken) {
                        same--;
                    }
                    append(aggregate, p, place - same);
                    place = same;
                }
            }
        }
        int last = rows.count() - 1;
        return (first, count, target) -> {
            int[] chosen = new int[count];
            for (int i = 0; i < count; i++) {
                chosen[i] = last - first - i;
            }
            results.column(0).gather(chosen, count, target);
        };
    }

    /** Appends a group's current result so many times. */
    private void append(FrameAggregate aggregate, int group, int times) {
        aggregate.result(group, 1, single[0]);
        repeat(0, times);
    }

    private void repeat(int position, int times) {
        int filled = Math.min(times, Batch.CAPACITY);
        Arrays.fill(repeated, 0, filled, position);
        for (int left = times; left > 0; left -= filled) {
            results.append(single, repeated, Math.min(left, filled));
        }
    }

    private void recompute() {
        for (int p = 0; p < rows.partitionCount(); p++) {
            int start = rows.partitionStart(p);
            int end = rows.partitionEnd(p);
            for (int first = start; first < end; first += Batch.CAPACITY) {
                int count = Math.min(Batch.CAPACITY, end - first);
                FrameAggregate aggregate = newAggregate(count);
                for (int i = 0; i < count; i++) {
                    cancel.check();
                    int from = frame.start(first + i, start, end);
                    aggregate.take(from, Math.max(from, frame.end(first + i, start, end)), i);
                }
                aggregate.result(0, count, single[0]);
                results.append(single, null, count);
                aggregate.close();
            }
        }
    }
}
