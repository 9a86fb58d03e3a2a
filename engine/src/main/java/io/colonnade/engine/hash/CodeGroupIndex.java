package io.colonnade.engine.hash;

import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * A table in front of another index for keys that come as small codes: dictionary text, booleans,
 * integers in a small range. The codes of a row together are its place in the table; only places
 * seen for the first time ask the index behind. The table is dropped when a dictionary changes.
 */
public final class CodeGroupIndex implements GroupIndex {
    /** Entries in the table: 64 KB, and not worth clearing for less than a row group. */
    private static final int MAX_PLACES = 1 << 14;

    /** After so many batches in a row without codes it is not tried again. */
    private static final int MAX_FAILURES = 16;

    private final GroupIndex behind;
    private final Dictionary[] dictionaries;

    /** Codes per key: of integers those from its base on. */
    private final int[] domains;

    private final int[] bases;
    private final int[] places = new int[Batch.CAPACITY];
    private final int[] missed = new int[Batch.CAPACITY];
    private final int[] missedPositions = new int[Batch.CAPACITY];
    private final int[] missedGroups = new int[Batch.CAPACITY];

    /** 1 + group id by place, 0 = not known. */
    private int[] table = new int[0];

    private int failures;

    /** Whether the table's entries are of other dictionaries than the current ones. */
    private boolean stale;

    public CodeGroupIndex(GroupIndex behind, int keys) {
        this.behind = behind;
        dictionaries = new Dictionary[keys];
        domains = new int[keys];
        bases = new int[keys];
    }

    @Override
    public RowBuffer keys() {
        return behind.keys();
    }

    @Override
    public void map(Vector[] keys, int[] positions, int count, int[] groups) {
        if (failures == MAX_FAILURES || !open(keys, positions, count)) {
            failures = Math.min(MAX_FAILURES, failures + 1);
            behind.map(keys, positions, count, groups);
            return;
        }
        failures = 0;
        Arrays.fill(places, 0, count, 0);
        for (int k = 0; k < keys.length; k++) {
            addCodes(k, keys[k], positions, count);
        }
        int misses = look(table, places, count, groups, missed);
        if (misses > 0) {
            ask(keys, positions, misses, groups);
        }
    }

    /** Whether all keys have codes and few enough combinations; readies the table. */
    private boolean open(Vector[] keys, int[] positions, int count) {
        long size = 1;
        for (int k = 0; k < keys.length; k++) {
            size *= layout(k, keys[k], positions, count);
            if (size == 0 || size > MAX_PLACES) {
                return false;
            }
        }
        if (table.length != size) {
            table = new int[(int) size];
        } else if (stale) {
            Arrays.fill(table, 0);
        }
        stale = false;
        return true;
    }

    /** Number of codes of a key including one for NULL, the last; 0 when it has no codes. */
    private int layout(int k, Vector key, int[] positions, int count) {
        switch (key) {
            case BytesVector bytes -> {
                Dictionary dictionary = bytes.dictionary();
                stale |= dictionary != dictionaries[k];
                dictionaries[k] = dictionary;
                domains[k] = dictionary == null ? 0 : dictionary.size() + 1;
            }
            case BooleanVector booleans -> domains[k] = 3;
            case IntVector ints -> layoutInts(k, ints, positions, count);
            default -> domains[k] = 0;
        }
        return domains[k];
    }

    /** Keeps the range of codes as long as the values stay in it. */
    private void layoutInts(int k, IntVector vector, int[] positions, int count) {
        int[] values = vector.values();
        boolean nullable = vector.mayHaveNulls();
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            if (!nullable || !vector.isNull(p)) {
                min = Math.min(min, values[p]);
                max = Math.max(max, values[p]);
            }
        }
        boolean inside =
                domains[k] > 0 && min >= bases[k] && (long) max - bases[k] < domains[k] - 1;
        if (min > max || inside) {
            domains[k] = Math.max(1, domains[k]);
            return;
        }
        stale = true;
        long low = domains[k] > 1 ? Math.min(min, bases[k]) : min;
        long high = domains[k] > 1 ? Math.max(max, bases[k] + domains[k] - 2L) : max;
        bases[k] = (int) low;
        domains[k] = high - low < MAX_PLACES ? (int) (high - low) + 2 : 0;
    }

    /** places = places * domain + code of this key. */
    private void addCodes(int k, Vector key, int[] positions, int count) {
        int domain = domains[k];
        if (key.mayHaveNulls()) {
            addNullable(key, domain, bases[k], positions, count, places);
            return;
        }
        switch (key) {
            case BytesVector bytes -> addInts(bytes.codes(), domain, 0, positions, count, places);
            case IntVector ints ->
                    addInts(ints.values(), domain, bases[k], positions, count, places);
            default -> addBytes(((BooleanVector) key).values(), domain, positions, count, places);
        }
    }

    private static void addInts(
            int[] codes, int domain, int base, int[] positions, int count, int[] places) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                places[i] = places[i] * domain + codes[i] - base;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            places[i] = places[i] * domain + codes[positions[i]] - base;
        }
    }

    private static void addBytes(
            byte[] codes, int domain, int[] positions, int count, int[] places) {
        for (int i = 0; i < count; i++) {
            places[i] = places[i] * domain + codes[positions == null ? i : positions[i]];
        }
    }

    private static void addNullable(
            Vector key, int domain, int base, int[] positions, int count, int[] places) {
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            int code = domain - 1;
            if (!key.isNull(p)) {
                code =
                        switch (key) {
                            case BytesVector bytes -> bytes.codes()[p];
                            case IntVector ints -> ints.values()[p] - base;
                            default -> ((BooleanVector) key).values()[p];
                        };
            }
            places[i] = places[i] * domain + code;
        }
    }

    private static int look(int[] table, int[] places, int count, int[] groups, int[] missed) {
        int misses = 0;
        for (int i = 0; i < count; i++) {
            int id = table[places[i]];
            groups[i] = id - 1;
            missed[misses] = i;
            misses += id == 0 ? 1 : 0;
        }
        return misses;
    }

    private void ask(Vector[] keys, int[] positions, int misses, int[] groups) {
        for (int m = 0; m < misses; m++) {
            missedPositions[m] = positions == null ? missed[m] : positions[missed[m]];
        }
        behind.map(keys, missedPositions, misses, missedGroups);
        for (int m = 0; m < misses; m++) {
            groups[missed[m]] = missedGroups[m];
            table[places[missed[m]]] = missedGroups[m] + 1;
        }
    }
}
