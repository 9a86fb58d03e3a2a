package io.colonnade.engine.operator.window;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.plan.SortKey;

import java.util.Arrays;
import java.util.List;

/**
 * All rows of a window in order of partition and sort keys. "Place" is an index in that order;
 * partitions are runs of places, and so are peers: rows with equal sort keys. Immutable; read by
 * all workers.
 */
final class WindowRows {
    private final RowBuffer rows;
    private final int[] order;

    /** Where partition p starts; one more entry for the end. */
    private final int[] partitions;

    /** Where peer group g starts; one more entry for the end. */
    private final int[] peers;

    /** Peer group by place. */
    private final int[] peerOf;

    private final boolean ordered;

    WindowRows(
            RowBuffer rows,
            RowOrder sorted,
            int[] partitionColumns,
            List<SortKey> sortKeys,
            MemoryReservation memory) {
        int count = rows.rows();
        memory.grow(16L * count);
        this.rows = rows;
        ordered = !sortKeys.isEmpty();
        order = new int[count];
        sorted.next(order, count);
        int[] sortColumns = sortKeys.stream().mapToInt(SortKey::getColumn).toArray();
        peerOf = new int[count];
        int[] partitionStarts = new int[count + 1];
        int[] peerStarts = new int[count + 1];
        int partitionCount = 0;
        int peerCount = 0;
        for (int place = 0; place < count; place++) {
            boolean newPartition = place == 0 || !same(partitionColumns, place - 1, place);
            if (newPartition) {
                partitionStarts[partitionCount++] = place;
            }
            if (newPartition || !same(sortColumns, place - 1, place)) {
                peerStarts[peerCount++] = place;
            }
            peerOf[place] = peerCount - 1;
        }
        partitionStarts[partitionCount] = count;
        peerStarts[peerCount] = count;
        partitions = Arrays.copyOf(partitionStarts, partitionCount + 1);
        peers = Arrays.copyOf(peerStarts, peerCount + 1);
    }

    private boolean same(int[] columns, int place, int otherPlace) {
        for (int c : columns) {
            RowColumn column = rows.column(c);
            if (!column.sameValue(order[place], column, order[otherPlace])) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are sort keys: else all rows of a partition are peers. */
    boolean isOrdered() {
        return ordered;
    }

    int count() {
        return order.length;
    }

    RowColumn column(int index) {
        return rows.column(index);
    }

    /** Row numbers by place. */
    int[] order() {
        return order;
    }

    int row(int place) {
        return order[place];
    }

    int partitionCount() {
        return partitions.length - 1;
    }

    int partitionStart(int partition) {
        return partitions[partition];
    }

    int partitionEnd(int partition) {
        return partitions[partition + 1];
    }

    /** First place of the place's peers. */
    int peerStart(int place) {
        return peers[peerOf[place]];
    }

    /** Place behind the place's peers. */
    int peerEnd(int place) {
        return peers[peerOf[place] + 1];
    }
}
