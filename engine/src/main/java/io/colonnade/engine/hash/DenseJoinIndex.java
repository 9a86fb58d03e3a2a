package io.colonnade.engine.hash;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/**
 * An array over the domain of one integer key: entry key - min is 1 + the first build row with that
 * key. One load finds the row, no key is compared.
 */
public final class DenseJoinIndex extends JoinIndex {
    /** A domain of up to so many entries per build row is worth an array ... */
    private static final long ENTRIES_PER_ROW = 2;

    /** ... and up to this many (4 MB: near the second level cache) if it is not absurd. */
    private static final long SMALL_DOMAIN = 1 << 20;

    private static final long SMALL_ENTRIES_PER_ROW = 1024;

    private static final long MAX_DOMAIN = 1L << 29;

    private final long min;
    private final int domain;

    /** The last entry stands for all keys outside the domain and is 0. */
    private final int[] heads;

    private final int[] chains;

    private DenseJoinIndex(long min, int domain, int[] heads, int[] chains) {
        this.min = min;
        this.domain = domain;
        this.heads = heads;
        this.chains = chains;
    }

    /** Whether keys in [min, max] of so many rows should have an array. */
    public static boolean suits(long min, long max, int rows) {
        long domain = max - min + 1;
        return domain > 0
                && domain <= MAX_DOMAIN
                && domain
                        <= Math.max(
                                Math.min(SMALL_DOMAIN, rows * SMALL_ENTRIES_PER_ROW),
                                rows * ENTRIES_PER_ROW);
    }

    /**
     * Builds the array.
     *
     * @param duplicates whether rows behind the first of a key must be found too
     */
    public static DenseJoinIndex build(
            RowColumn keys,
            int rows,
            KeyRange range,
            boolean duplicates,
            MemoryReservation memory) {
        long min = range.min();
        int domain = (int) (range.max() - min + 1);
        memory.grow(4L * (domain + 1) + (duplicates ? 4L * rows : 0));
        int[] heads = new int[domain + 1];
        int[] chains = duplicates ? new int[rows] : null;
        boolean chained = false;
        for (int row = rows - 1; row >= 0; row--) {
            if (keys.isNull(row)) {
                continue;
            }
            long key = KeyRange.value(keys, row);
            int slot = (int) (key - min);
            if (duplicates && heads[slot] != 0) {
                chains[row] = heads[slot];
                chained = true;
            }
            heads[slot] = row + 1;
        }
        if (duplicates && !chained) {
            memory.resize(memory.bytes() - 4L * rows);
        }
        return new DenseJoinIndex(min, domain, heads, chained ? chains : null);
    }

    @Override
    int[] chains() {
        return chains;
    }

    @Override
    public void lookup(Vector[] keys, int[] positions, int count, JoinCandidates candidates) {
        int[] toPositions = candidates.positions;
        int[] toRows = candidates.rows;
        candidates.count =
                switch (keys[0]) {
                    case IntVector v ->
                            lookup(v.values(), positions, count, min, toPositions, toRows);
                    case LongVector v ->
                            lookup(v.values(), positions, count, min, toPositions, toRows);
                    default -> throw new IllegalStateException("not an integer key");
                };
    }

    private int lookup(
            int[] keys, int[] positions, int count, long low, int[] toPositions, int[] toRows) {
        int[] array = heads;
        int size = domain;
        int found = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long slot = keys[p] - low;
            int entry = array[slot >= 0 && slot < size ? (int) slot : size];
            toPositions[found] = p;
            toRows[found] = entry - 1;
            found += entry != 0 ? 1 : 0;
        }
        return found;
    }

    private int lookup(
            long[] keys, int[] positions, int count, long low, int[] toPositions, int[] toRows) {
        int[] array = heads;
        int size = domain;
        int found = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long slot = keys[p] - low;
            // a difference that wraps is at least 2^63 away from the domain: negative or too large
            int entry = array[slot >= 0 && slot < size ? (int) slot : size];
            toPositions[found] = p;
            toRows[found] = entry - 1;
            found += entry != 0 ? 1 : 0;
        }
        return found;
    }

    @Override
    public int match(Vector[] keys, JoinCandidates candidates) {
        return matchAll(candidates);
    }
}
