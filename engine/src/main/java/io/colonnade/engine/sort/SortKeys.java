package io.colonnade.engine.sort;

import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.plan.SortKey;

import java.util.ArrayList;
import java.util.List;

/**
 * The sort keys of complete rows, packed into one long per row: as many of the leading keys as fit
 * by the range of their values. Rows with equal longs are compared in full unless everything fit.
 * Immutable; used by all workers.
 */
final class SortKeys {
    private final List<KeyColumn> columns = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final List<Integer> bits = new ArrayList<>();

    /** First key that the packed long does not fully tell. */
    private final int firstInexact;

    SortKeys(RowBuffer rows, List<SortKey> keys) {
        for (SortKey key : keys) {
            columns.add(new KeyColumn(rows.column(key.getColumn()), key, rows.rows()));
        }
        int room = 64;
        int packed = 0;
        boolean exact = true;
        while (exact && packed < columns.size()) {
            KeyColumn column = columns.get(packed);
            int drop = 0;
            while (drop < 64 && column.bits(drop) > room) {
                drop++;
            }
            if (drop == 64) {
                break;
            }
            dropped.add(drop);
            bits.add(column.bits(drop));
            room -= column.bits(drop);
            exact = column.isExact() && drop == 0;
            packed++;
        }
        firstInexact = exact ? packed : packed - 1;
    }

    /** Packed keys of rows first .. end - 1, to be compared as unsigned. */
    long[] encode(int first, int end) {
        long[] keys = new long[end - first];
        for (int k = 0; k < bits.size(); k++) {
            columns.get(k).encode(dropped.get(k), bits.get(k), first, end, keys);
        }
        return keys;
    }

    /** Whether rows with equal packed keys are equal. */
    boolean isExact() {
        return firstInexact >= columns.size();
    }

    /** Orders rows whose packed keys are equal. */
    int compareTies(int a, int b) {
        for (int k = firstInexact; k < columns.size(); k++) {
            int order = columns.get(k).compare(a, b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
