package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.List;

/**
 * Aggregates that need all their rows in order: LISTAGG, ARRAY_AGG, PERCENTILE. Collects arguments,
 * sort columns and group ids; sorts by group and keys at the end.
 */
final class CollectingAccumulator extends Accumulator {
    private final List<PhysicalType> types;
    private final List<SortKey> order;
    private final MemoryReservation memory;
    private final OrderedResult result;
    private final boolean skipsNulls;
    private final Vector[] columns;
    private final int[] allPositions = new int[Batch.CAPACITY];
    private final IntVector spreadGroups = new IntVector(Batch.CAPACITY);
    private int groups;
    private RowBuffer rows;

    /** After seal: rows in order of groups, and where each group starts. */
    private int[] sorted;

    private int[] starts;

    /**
     * @param argumentTypes of the arguments and behind them the sort columns
     * @param order over those
     */
    CollectingAccumulator(
            List<PhysicalType> argumentTypes,
            List<SortKey> order,
            boolean skipsNulls,
            OrderedResult result,
            MemoryReservation memory) {
        types = new ArrayList<>(argumentTypes);
        types.add(PhysicalType.INT);
        int groupColumn = argumentTypes.size();
        this.order = new ArrayList<>();
        this.order.add(SortKey.newBuilder().setColumn(groupColumn).build());
        this.order.addAll(order);
        this.skipsNulls = skipsNulls;
        this.result = result;
        this.memory = memory.part();
        columns = new Vector[types.size()];
        rows = new RowBuffer(types, memory);
    }

    @Override
    int groupBytes() {
        return 4;
    }

    @Override
    boolean skipsNulls() {
        return skipsNulls;
    }

    @Override
    void grow(int count) {
        groups = count;
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groupOf, int count) {
        int[] chosen = positions == null ? identity(count) : positions;
        for (int i = 0; i < count; i++) {
            spreadGroups.values()[chosen[i]] = groupOf[i];
        }
        System.arraycopy(arguments, 0, columns, 0, arguments.length);
        columns[arguments.length] = spreadGroups;
        rows.append(columns, chosen, count);
    }

    private int[] identity(int count) {
        for (int i = 0; i < count; i++) {
            allPositions[i] = i;
        }
        return allPositions;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        CollectingAccumulator others = (CollectingAccumulator) other;
        others.sortRows();
        for (int i = 0; i < count; i++) {
            int first = others.starts[from[i]];
            int end = others.starts[from[i] + 1];
            int at = rows.rows();
            rows.appendRows(others.rows, others.sorted, first, end - first);
            rows.fillInts(types.size() - 1, at, end - first, to[i]);
        }
    }

    @Override
    void seal() {
        sortRows();
    }

    private synchronized void sortRows() {
        if (sorted != null && sorted.length == rows.rows()) {
            return;
        }
        int count = rows.rows();
        memory.resize(4L * count + 4L * groups);
        sorted = new int[count];
        try (MemoryReservation sorting = memory.part()) {
            new RowOrder(rows, order, sorting).next(sorted, count);
        }
        starts = new int[groups + 1];
        int[] ids = rows.ints(types.size() - 1);
        for (int i = 0; i < count; i++) {
            starts[ids[i] + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            starts[g + 1] += starts[g];
        }
    }

    @Override
    void result(int first, int count, Vector target) {
        for (int i = 0; i < count; i++) {
            int from = starts[first + i];
            int end = starts[first + i + 1];
            if (from == end) {
                target.setNull(i);
            } else {
                result.write(rows, sorted, from, end, target, i);
            }
        }
    }
}
