package io.colonnade.engine.hash;

import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * A table in front of another index for keys that come as small codes: dictionary text and
 * booleans. The codes of a row together are its place in the table; only places seen for the first
 * time ask the index behind. The table is dropped when a dictionary changes.
 */
public final class CodeGroupIndex implements GroupIndex {
    /** Entries in the table: 64 KB, and not worth clearing for less than a row group. */
    private static final int MAX_PLACES = 1 << 14;

    private final GroupIndex behind;
    private final Dictionary[] dictionaries;
    private final int[] places = new int[Batch.CAPACITY];
    private final int[] missed = new int[Batch.CAPACITY];
    private final int[] missedPositions = new int[Batch.CAPACITY];
    private final int[] missedGroups = new int[Batch.CAPACITY];

    /** 1 + group id by place, 0 = not known. */
    private int[] table = new int[0];

    /** Whether the table's entries are of other dictionaries than the current ones. */
    private boolean stale;

    public CodeGroupIndex(GroupIndex behind, int keys) {
        this.behind = behind;
        dictionaries = new Dictionary[keys];
    }

    @Override
    public RowBuffer keys() {
        return behind.keys();
    }

    @Override
    public void map(Vector[] keys, int[] positions, int count, int[] groups) {
        if (!open(keys)) {
            behind.map(keys, positions, count, groups);
            return;
        }
        Arrays.fill(places, 0, count, 0);
        for (Vector key : keys) {
            addCodes(key, positions, count, places);
        }
        int misses = look(table, places, count, groups, missed);
        if (misses > 0) {
            ask(keys, positions, misses, groups);
        }
    }

    /** Whether all keys have codes and few enough combinations; readies the table. */
    private boolean open(Vector[] keys) {
        long size = 1;
        for (int k = 0; k < keys.length; k++) {
            int domain = domain(keys[k]);
            if (domain == 0) {
                return false;
            }
            size *= domain;
            if (size > MAX_PLACES) {
                return false;
            }
            Dictionary dictionary =
                    keys[k] instanceof BytesVector bytes ? bytes.dictionary() : null;
            stale |= dictionary != dictionaries[k];
            dictionaries[k] = dictionary;
        }
        if (table.length != size) {
            table = new int[(int) size];
        } else if (stale) {
            Arrays.fill(table, 0);
        }
        stale = false;
        return true;
    }

    /** Number of codes including one for NULL; 0 when the vector has no codes. */
    private static int domain(Vector key) {
        return switch (key) {
            case BytesVector bytes when bytes.isDictionary() -> bytes.dictionary().size() + 1;
            case BooleanVector booleans -> 3;
            default -> 0;
        };
    }

    /** places = places * domain + code of this key. */
    private static void addCodes(Vector key, int[] positions, int count, int[] places) {
        int domain = domain(key);
        if (key.mayHaveNulls()) {
            addNullable(key, domain, positions, count, places);
        } else if (key instanceof BytesVector bytes) {
            addInts(bytes.codes(), domain, positions, count, places);
        } else {
            addBytes(((BooleanVector) key).values(), domain, positions, count, places);
        }
    }

    private static void addInts(int[] codes, int domain, int[] positions, int count, int[] places) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                places[i] = places[i] * domain + codes[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            places[i] = places[i] * domain + codes[positions[i]];
        }
    }

    private static void addBytes(
            byte[] codes, int domain, int[] positions, int count, int[] places) {
        for (int i = 0; i < count; i++) {
            places[i] = places[i] * domain + codes[positions == null ? i : positions[i]];
        }
    }

    private static void addNullable(
            Vector key, int domain, int[] positions, int count, int[] places) {
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            int code;
            if (key.isNull(p)) {
                code = domain - 1;
            } else if (key instanceof BytesVector bytes) {
                code = bytes.codes()[p];
            } else {
                code = ((BooleanVector) key).values()[p];
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
