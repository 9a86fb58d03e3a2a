package io.colonnade.engine.hash;

import io.colonnade.engine.memory.IntColumn;
import io.colonnade.engine.memory.LongColumn;
import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.List;

/**
 * Groups by one integer key. Ids are in an array as long as the keys lie densely enough, else in a
 * hash table; whenever that is full the choice is made again.
 */
public final class LongGroupIndex implements GroupIndex {
    /** An array of up to so many entries per key holds less than a hash table's worth of misses. */
    private static final long MAX_ENTRIES_PER_KEY = 16;

    /** Going back to an array must pay for a while. */
    private static final long MAX_ENTRIES_TO_RETURN = 8;

    /** 256 KB: an array of this size is good for any number of keys. */
    private static final long SMALL_RANGE = 1 << 16;

    /** 64 MB: how much an estimate alone can be worth. */
    private static final double MAX_EXPECTED_RANGE = 1 << 24;

    private static final long MAX_RANGE = 1 << 28;

    private final RowBuffer keys;
    private final MemoryReservation memory;

    /** A range up to which an array is right whatever the number of keys so far. */
    private final long expectedRange;

    /** Not null: keys are those of one partition. */
    private final KeyBlocks blocks;

    private LongIds ids;
    private int size;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    /** Id of NULL, 0 = none. */
    private int nullId;

    private final long[] values = new long[Batch.CAPACITY];
    private final int[] valuePositions = new int[Batch.CAPACITY];
    private final int[] valueIndexes = new int[Batch.CAPACITY];
    private final int[] valueIds = new int[Batch.CAPACITY];
    private final int[] added = new int[Batch.CAPACITY + 1];

    /**
     * @param expectedGroups the planner's guess of how many keys there will be
     */
    public LongGroupIndex(PhysicalType type, double expectedGroups, MemoryReservation memory) {
        this(type, expectedGroups, null, memory);
    }

    /** With keys of one partition only. */
    public LongGroupIndex(
            PhysicalType type, double expectedGroups, KeyBlocks blocks, MemoryReservation memory) {
        this.blocks = blocks;
        double expected = Math.min(MAX_EXPECTED_RANGE, expectedGroups * MAX_ENTRIES_PER_KEY);
        expectedRange = Math.max(SMALL_RANGE, (long) expected);
        keys = new RowBuffer(List.of(type), memory);
        this.memory = memory;
    }

    @Override
    public RowBuffer keys() {
        return keys;
    }

    @Override
    public void map(Vector[] vectors, int[] positions, int count, int[] groups) {
        if (vectors[0].mayHaveNulls()) {
            mapNullable(vectors, positions, count, groups);
            return;
        }
        long[] batch = values;
        if (vectors[0] instanceof IntVector ints) {
            collect(ints.values(), positions, count, batch);
        } else if (positions == null) {
            batch = ((LongVector) vectors[0]).values();
        } else {
            collect(((LongVector) vectors[0]).values(), positions, count, batch);
        }
        insert(vectors, batch, positions, count, groups);
        toGroups(groups, count);
    }

    private static void collect(int[] from, int[] positions, int count, long[] to) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                to[i] = from[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            to[i] = from[positions[i]];
        }
    }

    private static void collect(long[] from, int[] positions, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[positions[i]];
        }
    }

    private static void toGroups(int[] ids, int count) {
        for (int i = 0; i < count; i++) {
            ids[i]--;
        }
    }

    /** Ids of keys that are not NULL; new ones are stored. */
    private void insert(Vector[] vectors, long[] keyValues, int[] positions, int count, int[] to) {
        if (count == 0) {
            return;
        }
        long[] batch = keyValues;
        if (blocks != null) {
            batch = values;
            blocks.local(keyValues, count, batch);
        }
        widenRange(batch, count);
        ensure(count);
        int fresh = ids.insert(batch, count, size, to, added);
        for (int i = 0; positions != null && i < fresh; i++) {
            added[i] = positions[added[i]];
        }
        keys.append(vectors, added, fresh);
        size += fresh;
    }

    private void mapNullable(Vector[] vectors, int[] positions, int count, int[] groups) {
        int present = 0;
        int nullPosition = -1;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            if (vectors[0].isNull(p)) {
                nullPosition = p;
                groups[i] = -1;
            } else {
                valuePositions[present] = p;
                valueIndexes[present++] = i;
            }
        }
        if (nullPosition >= 0 && nullId == 0) {
            added[0] = nullPosition;
            keys.append(vectors, added, 1);
            nullId = ++size;
        }
        if (vectors[0] instanceof IntVector ints) {
            collect(ints.values(), valuePositions, present, values);
        } else {
            collect(((LongVector) vectors[0]).values(), valuePositions, present, values);
        }
        insert(vectors, values, valuePositions, present, valueIds);
        for (int i = 0; i < count; i++) {
            groups[i] = nullId - 1;
        }
        for (int j = 0; j < present; j++) {
            groups[valueIndexes[j]] = valueIds[j] - 1;
        }
    }

    private void widenRange(long[] batch, int count) {
        long low = batch[0];
        long high = batch[0];
        for (int i = 1; i < count; i++) {
            low = Math.min(low, batch[i]);
            high = Math.max(high, batch[i]);
        }
        min = Math.min(min, low);
        max = Math.max(max, high);
    }

    /** Makes sure that the ids have room for keys in [min, max] and for so many new ones. */
    private void ensure(int more) {
        long wanted = size + (long) more;
        switch (ids) {
            case null -> grow(wanted, MAX_ENTRIES_PER_KEY);
            case DenseLongIds dense -> {
                if (!dense.covers(min, max)) {
                    grow(wanted, MAX_ENTRIES_PER_KEY);
                }
            }
            case HashedLongIds hashed -> {
                if (wanted > hashed.capacity()) {
                    grow(Math.max(wanted, hashed.capacity() * 2L), MAX_ENTRIES_TO_RETURN);
                }
            }
        }
    }

    private void grow(long wanted, long entriesPerKey) {
        long range = max - min + 1;
        boolean dense =
                range > 0
                        && range <= MAX_RANGE
                        && range <= Math.max(expectedRange, wanted * entriesPerKey)
                        && (range <= SMALL_RANGE || memory.isAmple(DenseLongIds.bytes(2 * range)));
        long oldBytes = ids == null ? 0 : ids.bytes();
        if (dense) {
            growDense(range);
        } else {
            memory.grow(HashedLongIds.bytes(wanted));
            ids = reinsert(new HashedLongIds(wanted));
        }
        memory.resize(memory.bytes() - oldBytes);
    }

    /** Half as much again on the side where the range grew; little more than the first range. */
    private void growDense(long range) {
        DenseLongIds old = ids instanceof DenseLongIds dense ? dense : null;
        long more = old == null ? range / 8 : range / 2;
        long length = Math.min(MAX_RANGE, range + Math.max(4096, more));
        boolean downwards = old != null && min < old.base();
        long slack = length - range;
        long base = downwards && min >= Long.MIN_VALUE + slack ? min - slack : min;
        boolean reuse = old != null && old.base() >= base;
        if (reuse) {
            length = Math.max(length, old.base() - base + old.length());
        }
        memory.grow(DenseLongIds.bytes(length));
        ids =
                reuse
                        ? new DenseLongIds(base, (int) length, old)
                        : reinsert(new DenseLongIds(base, (int) length));
    }

    private long local(long key) {
        return blocks == null ? key : blocks.local(key);
    }

    private LongIds reinsert(LongIds empty) {
        if (size == 0) {
            return empty;
        }
        if (keys.column(0) instanceof IntColumn ints) {
            int[] stored = ints.values();
            for (int group = 0; group < size; group++) {
                if (group + 1 != nullId) {
                    empty.put(local(stored[group]), group + 1);
                }
            }
        } else {
            long[] stored = ((LongColumn) keys.column(0)).values();
            for (int group = 0; group < size; group++) {
                if (group + 1 != nullId) {
                    empty.put(local(stored[group]), group + 1);
                }
            }
        }
        return empty;
    }
}
