package io.colonnade.engine.hash;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;
import java.util.List;

/**
 * Groups by any keys: open addressing with linear probing, a tag of the hash beside the group id. A
 * batch goes through in rounds, so that key comparisons run column by column.
 *
 * <pre>
 * slots[hash >>> shift] = upper half of the tag: hash's low 32 bits << 32 | 1 + group id, 0 = free
 * </pre>
 */
public final class HashGroupIndex implements GroupIndex {
    private static final int INITIAL_BITS = 10;

    private final RowBuffer keys;
    private final MemoryReservation memory;
    private final boolean equalHashes;
    private long[] slots;
    private int shift;
    private long[] groupHashes = new long[0];
    private int size;

    private final long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];
    private final int[] slotOf = new int[Batch.CAPACITY];
    private final int[] pending = new int[Batch.CAPACITY];
    private final int[] candidates = new int[Batch.CAPACITY];
    private final int[] candidatePositions = new int[Batch.CAPACITY];
    private final int[] candidateGroups = new int[Batch.CAPACITY];
    private final int[] matches = new int[Batch.CAPACITY];
    private final int[] newPositions = new int[Batch.CAPACITY];

    public HashGroupIndex(List<PhysicalType> types, boolean equalHashes, MemoryReservation memory) {
        keys = new RowBuffer(types, memory);
        this.memory = memory;
        this.equalHashes = equalHashes;
        memory.grow(8L << INITIAL_BITS);
        slots = new long[1 << INITIAL_BITS];
        shift = 64 - INITIAL_BITS;
    }

    @Override
    public RowBuffer keys() {
        return keys;
    }

    /** By group. */
    public long[] groupHashes() {
        return groupHashes;
    }

    @Override
    public void map(Vector[] vectors, int[] positions, int count, int[] groups) {
        hash(vectors, positions, count);
        ensure(count);
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            pending[i] = i;
            slotOf[i] = (int) (hashes[p] >>> shift);
        }
        int left = count;
        while (left > 0) {
            int before = size;
            int found = walk(positions, left, groups);
            keys.append(vectors, newPositions, size - before);
            left = compare(vectors, found);
        }
    }

    private void hash(Vector[] vectors, int[] positions, int count) {
        if (positions == null) {
            Arrays.fill(hashes, 0, count, 0L);
        } else {
            for (int i = 0; i < count; i++) {
                hashes[positions[i]] = 0L;
            }
        }
        if (!equalHashes) {
            for (Vector vector : vectors) {
                Hashing.add(vector, positions, count, hashes);
            }
        }
    }

    /**
     * Takes each pending row to the next slot that is free, which makes it a new group, or that has
     * its tag, which makes it a candidate. Returns the number of candidates.
     */
    private int walk(int[] positions, int count, int[] groups) {
        long[] table = slots;
        int mask = table.length - 1;
        int found = 0;
        int added = 0;
        for (int j = 0; j < count; j++) {
            int i = pending[j];
            int p = positions == null ? i : positions[i];
            long hash = hashes[p];
            int slot = slotOf[i];
            long entry;
            while ((entry = table[slot]) != 0 && (int) (entry >>> 32) != (int) hash) {
                slot = slot + 1 & mask;
            }
            slotOf[i] = slot;
            if (entry == 0) {
                groupHashes[size] = hash;
                newPositions[added++] = p;
                groups[i] = size++;
                table[slot] = hash << 32 | size;
            } else {
                groups[i] = (int) entry - 1;
                candidatePositions[found] = p;
                candidateGroups[found] = groups[i];
                candidates[found++] = i;
            }
        }
        return found;
    }

    /** Compares the candidates' keys; those that differ become pending at the next slot. */
    private int compare(Vector[] vectors, int count) {
        for (int i = 0; i < count; i++) {
            matches[i] = i;
        }
        int equal = count;
        for (int k = 0; k < vectors.length && equal > 0; k++) {
            equal =
                    keys.column(k)
                            .keepEqual(
                                    vectors[k],
                                    candidatePositions,
                                    candidateGroups,
                                    matches,
                                    equal);
        }
        if (equal == count) {
            return 0;
        }
        int mask = slots.length - 1;
        int left = 0;
        int m = 0;
        for (int c = 0; c < count; c++) {
            if (m < equal && matches[m] == c) {
                m++;
            } else {
                int i = candidates[c];
                slotOf[i] = slotOf[i] + 1 & mask;
                pending[left++] = i;
            }
        }
        return left;
    }

    /** Makes room for so many new groups with at most half of the slots taken. */
    private void ensure(int more) {
        int wanted = size + more;
        if (wanted > groupHashes.length) {
            int next = Math.max(wanted, groupHashes.length * 2);
            memory.grow(8L * (next - groupHashes.length));
            groupHashes = Arrays.copyOf(groupHashes, next);
        }
        int length = slots.length;
        while (length < wanted * 2L) {
            length *= 2;
        }
        if (length > slots.length) {
            memory.grow(8L * length);
            long[] larger = new long[length];
            shift = 64 - Integer.numberOfTrailingZeros(length);
            reinsert(groupHashes, size, larger, shift);
            memory.resize(memory.bytes() - 8L * slots.length);
            slots = larger;
        }
    }

    private static void reinsert(long[] hashes, int size, long[] table, int shift) {
        int mask = table.length - 1;
        for (int group = 0; group < size; group++) {
            long hash = hashes[group];
            int slot = (int) (hash >>> shift);
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = hash << 32 | group + 1L;
        }
    }
}
