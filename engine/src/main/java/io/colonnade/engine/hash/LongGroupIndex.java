package io.colonnade.engine.hash;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.List;

/** Groups by one integer key: the key itself stands in the table, one loop does it all. */
public final class LongGroupIndex implements GroupIndex {
    private static final int INITIAL_BITS = 10;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final RowBuffer keys;
    private final MemoryReservation memory;

    /** 1 + group id by slot, 0 = free. */
    private int[] ids;

    private long[] values;
    private int shift;
    private int size;
    private int nullGroup = -1;
    private final long[] wide = new long[Batch.CAPACITY];
    private final int[] newPositions = new int[Batch.CAPACITY];

    public LongGroupIndex(PhysicalType type, MemoryReservation memory) {
        keys = new RowBuffer(List.of(type), memory);
        this.memory = memory;
        memory.grow(12L << INITIAL_BITS);
        ids = new int[1 << INITIAL_BITS];
        values = new long[1 << INITIAL_BITS];
        shift = 64 - INITIAL_BITS;
    }

    @Override
    public RowBuffer keys() {
        return keys;
    }

    @Override
    public void map(Vector[] vectors, int[] positions, int count, int[] groups) {
        ensure(count);
        Vector vector = vectors[0];
        int before = size;
        int added =
                vector.mayHaveNulls()
                        ? mapNullable(vector, positions, count, groups)
                        : mapValues(vector, positions, count, groups);
        assert added == size - before;
        keys.append(vectors, newPositions, added);
    }

    private int mapValues(Vector vector, int[] positions, int count, int[] groups) {
        if (vector instanceof LongVector longs) {
            return insert(longs.values(), positions, count, groups);
        }
        widen(((IntVector) vector).values(), positions, count, wide);
        if (positions == null) {
            return insert(wide, null, count, groups);
        }
        int added = insert(wide, null, count, groups);
        for (int i = 0; i < added; i++) {
            newPositions[i] = positions[newPositions[i]];
        }
        return added;
    }

    private static void widen(int[] values, int[] positions, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = values[positions == null ? i : positions[i]];
        }
    }

    private int insert(long[] key, int[] positions, int count, int[] groups) {
        int[] table = ids;
        long[] stored = values;
        int mask = table.length - 1;
        int s = shift;
        int added = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long value = key[p];
            int slot = slot(value, s);
            int id;
            while ((id = table[slot]) != 0 && stored[slot] != value) {
                slot = slot + 1 & mask;
            }
            if (id == 0) {
                id = ++size;
                table[slot] = id;
                stored[slot] = value;
                newPositions[added++] = p;
            }
            groups[i] = id - 1;
        }
        return added;
    }

    private int mapNullable(Vector vector, int[] positions, int count, int[] groups) {
        int mask = ids.length - 1;
        int added = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            if (vector.isNull(p)) {
                if (nullGroup < 0) {
                    nullGroup = size++;
                    newPositions[added++] = p;
                }
                groups[i] = nullGroup;
                continue;
            }
            long value =
                    vector instanceof LongVector longs
                            ? longs.values()[p]
                            : ((IntVector) vector).values()[p];
            int slot = slot(value, shift);
            while (ids[slot] != 0 && values[slot] != value) {
                slot = slot + 1 & mask;
            }
            if (ids[slot] == 0) {
                ids[slot] = ++size;
                values[slot] = value;
                newPositions[added++] = p;
            }
            groups[i] = ids[slot] - 1;
        }
        return added;
    }

    private static int slot(long value, int shift) {
        long h = value * MULTIPLIER;
        return (int) ((h ^ h >>> 32) * MULTIPLIER >>> shift);
    }

    private void ensure(int more) {
        int length = ids.length;
        while (length < (size + more) * 2L) {
            length *= 2;
        }
        if (length == ids.length) {
            return;
        }
        memory.grow(12L * length);
        int[] oldIds = ids;
        long[] oldValues = values;
        ids = new int[length];
        values = new long[length];
        shift = 64 - Integer.numberOfTrailingZeros(length);
        reinsert(oldIds, oldValues, ids, values, shift);
        memory.resize(memory.bytes() - 12L * oldIds.length);
    }

    private static void reinsert(
            int[] oldIds, long[] oldValues, int[] ids, long[] values, int shift) {
        int mask = ids.length - 1;
        for (int old = 0; old < oldIds.length; old++) {
            if (oldIds[old] == 0) {
                continue;
            }
            int slot = slot(oldValues[old], shift);
            while (ids[slot] != 0) {
                slot = slot + 1 & mask;
            }
            ids[slot] = oldIds[old];
            values[slot] = oldValues[old];
        }
    }
}
