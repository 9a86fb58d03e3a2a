package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.FlatColumns;
import io.colonnade.plan.AggregateCall;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.List;

/** One aggregate call of one worker: takes out the rows that do not count, then accumulates. */
final class GroupedCall {
    private final Accumulator accumulator;
    private final FlatColumns arguments;
    private final int filterColumn;

    /** As many of the arguments as make a row not count when NULL. */
    private final int nullChecked;

    private final int[] positions = new int[Batch.CAPACITY];
    private final int[] groups = new int[Batch.CAPACITY];

    GroupedCall(AggregateCall call, List<SqlType> types, MemoryReservation memory) {
        accumulator = Accumulators.create(call, types, memory);
        int[] inputs = Accumulators.inputs(call);
        arguments = new FlatColumns(inputs);
        filterColumn = call.getFilter();
        nullChecked = !accumulator.skipsNulls() ? 0 : nullChecked(call, inputs.length);
    }

    /** LISTAGG's separator may be NULL; percentiles skip NULLs of their sort column. */
    private static int nullChecked(AggregateCall call, int inputs) {
        return switch (call.getFunction()) {
            case PERCENTILE_CONT, PERCENTILE_DISC -> inputs;
            default -> Math.min(1, inputs);
        };
    }

    Accumulator accumulator() {
        return accumulator;
    }

    /**
     * @param known groups that were there before this batch
     * @param few the batch's groups if they are few, else null
     */
    void update(Batch batch, int[] groupOf, int known, FewGroups few) {
        Vector[] vectors = arguments.of(batch);
        int[] selection = batch.selection();
        int[] counted = groupOf;
        int count = batch.rowCount();
        if (filterColumn >= 0) {
            count = keepTrue(batch.column(filterColumn), selection, counted, count);
            selection = positions;
            counted = groups;
        }
        for (int i = 0; i < nullChecked; i++) {
            if (vectors[i].mayHaveNulls()) {
                count = keepValid(vectors[i].validity(), selection, counted, count);
                selection = positions;
                counted = groups;
            }
        }
        if (count < batch.rowCount()) {
            accumulator.trackSeen(known);
        }
        accumulator.markSeen(counted, count);
        if (few != null && counted == groupOf) {
            accumulator.update(vectors, few);
        } else {
            accumulator.update(vectors, selection, counted, count);
        }
    }

    private int keepTrue(Vector filter, int[] selection, int[] counted, int count) {
        BooleanVector truth = (BooleanVector) filter;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (!truth.isNull(p) && truth.value(p) != 0) {
                positions[kept] = p;
                groups[kept++] = counted[i];
            }
        }
        return kept;
    }

    private int keepValid(long[] validity, int[] selection, int[] counted, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            int group = counted[i];
            positions[kept] = p;
            groups[kept] = group;
            kept += (int) (validity[p >>> 6] >>> p & 1);
        }
        return kept;
    }
}
