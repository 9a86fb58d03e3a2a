package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.WindowCall;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.function.IntFunction;

/**
 * An aggregate over runs of rows for the window operator: rows are taken into numbered groups, and
 * results can be read between. One thread.
 */
public final class FrameAggregate implements AutoCloseable {
    private final Accumulator accumulator;
    private final int[] inputs;
    private final int[] order;
    private final IntFunction<RowColumn> columns;
    private final Vector[] arguments;
    private final MemoryReservation memory;
    private final int[] places = new int[Batch.CAPACITY];
    private final int[] groups = new int[Batch.CAPACITY];
    private int pending;
    private boolean sealed;

    /**
     * @param order row numbers by place
     * @param groupCount groups 0 .. groupCount - 1, all empty at first
     */
    public FrameAggregate(
            WindowCall window,
            List<SqlType> types,
            int[] order,
            IntFunction<RowColumn> columns,
            int groupCount,
            MemoryReservation parent) {
        memory = parent.part();
        AggregateCall call =
                AggregateCall.newBuilder()
                        .setFunction(window.getAggregate())
                        .addAllArguments(window.getArgumentsList())
                        .setType(window.getType())
                        .setFilter(-1)
                        .build();
        accumulator = Accumulators.create(call, types, memory);
        memory.grow((long) accumulator.groupBytes() * groupCount);
        accumulator.resize(groupCount);
        accumulator.trackSeen(0);
        inputs = Accumulators.inputs(call);
        this.order = order;
        this.columns = columns;
        arguments = new Vector[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            arguments[i] = Vector.create(types.get(inputs[i]).physical(), Batch.CAPACITY);
        }
    }

    /** Takes the rows at places first .. end - 1 into a group. */
    public void take(int first, int end, int group) {
        for (int place = first; place < end; place++) {
            int row = order[place];
            if (inputs.length > 0
                    && accumulator.skipsNulls()
                    && columns.apply(inputs[0]).isNull(row)) {
                continue;
            }
            places[pending] = row;
            groups[pending++] = group;
            if (pending == Batch.CAPACITY) {
                flush();
                sealed = false;
            }
        }
    }

    private void flush() {
        for (int i = 0; i < inputs.length; i++) {
            columns.apply(inputs[i]).gather(places, pending, arguments[i]);
        }
        accumulator.markSeen(groups, pending);
        accumulator.update(arguments, null, groups, pending);
        pending = 0;
    }

    /** Writes the results of groups first, first + 1, ...; more rows may be taken afterwards. */
    public void result(int first, int count, Vector target) {
        if (pending > 0) {
            flush();
            sealed = false;
        }
        if (!sealed) {
            accumulator.seal();
            sealed = true;
        }
        target.reset();
        accumulator.result(first, count, target);
    }

    @Override
    public void close() {
        memory.close();
    }
}
