package io.colonnade.engine.hash;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * A directory over hashes of any keys. An entry holds the head of a chain of build rows and, in its
 * upper bits, which of 16 tags the chain's rows have, so most misses touch nothing else.
 *
 * <pre>
 * directory[hash >>> shift] = tags << 48 | 1 + first row      tag of a row = bit (hash & 15)
 * </pre>
 */
public final class HashJoinIndex extends JoinIndex {
    /** Inserting is shared between so many workers at most: each reads all hashes. */
    private static final int MAX_BUILD_PARTS = 8;

    private static final int MIN_PARALLEL_ROWS = 1 << 16;

    /** Rows between two looks at whether the query was canceled: some milliseconds. */
    private static final int CHECK_MASK = (1 << 18) - 1;

    private static final int MIN_DIRECTORY_BITS = 4;
    private static final int MAX_DIRECTORY_BITS = 28;
    private static final long ROW_MASK = 0xFFFFFFFFFFFFL;

    private final RowColumn[] keyColumns;
    private final boolean equalHashes;
    private final long[] hashes;
    private final int shift;
    private final long[] directory;
    private final int[] chains;

    /**
     * An index without rows in it. NULL keys are inserted only where they match each other.
     *
     * @param equalHashes makes every hash zero, for tests
     */
    public HashJoinIndex(
            RowBuffer rows, int[] keyColumns, boolean equalHashes, MemoryReservation memory) {
        this.keyColumns = new RowColumn[keyColumns.length];
        for (int i = 0; i < keyColumns.length; i++) {
            this.keyColumns[i] = rows.column(keyColumns[i]);
        }
        this.equalHashes = equalHashes;
        int size = rows.rows();
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1L, size * 2L - 1));
        bits = Math.max(MIN_DIRECTORY_BITS, Math.min(MAX_DIRECTORY_BITS, bits));
        memory.grow((8L << bits) + 12L * size);
        shift = 64 - bits;
        directory = new long[1 << bits];
        hashes = new long[size];
        chains = new int[size];
    }

    /** First step, for disjoint ranges in parallel. */
    public void hash(int first, int end) {
        if (equalHashes) {
            return;
        }
        Vector[] vectors = new Vector[keyColumns.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Vector.create(keyColumns[i].type(), Batch.CAPACITY);
        }
        long[] target = new long[Batch.CAPACITY];
        for (int at = first; at < end; at += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, end - at);
            Arrays.fill(target, 0, count, 0L);
            for (int i = 0; i < vectors.length; i++) {
                keyColumns[i].copy(at, count, vectors[i]);
                Hashing.add(vectors[i], null, count, target);
            }
            System.arraycopy(target, 0, hashes, at, count);
        }
    }

    /** Into how many parts the second step can be divided. */
    public int insertParts(int workers) {
        return hashes.length < MIN_PARALLEL_ROWS ? 1 : Math.min(workers, MAX_BUILD_PARTS);
    }

    /**
     * Second step: inserts the rows whose place is in one part of the directory.
     *
     * @param skipped rows with a NULL key that can match nothing, ascending
     * @param cancelCheck called from time to time
     */
    public void insert(int part, int parts, int[] skipped, Runnable cancelCheck) {
        long low = (long) directory.length * part / parts;
        long high = (long) directory.length * (part + 1) / parts;
        int nextSkipped = skipped.length - 1;
        for (int row = hashes.length - 1; row >= 0; row--) {
            if ((row & CHECK_MASK) == 0) {
                cancelCheck.run();
            }
            if (nextSkipped >= 0 && skipped[nextSkipped] == row) {
                nextSkipped--;
                continue;
            }
            long hash = hashes[row];
            int slot = (int) (hash >>> shift);
            if (slot >= low && slot < high) {
                long entry = directory[slot];
                chains[row] = (int) (entry & ROW_MASK);
                directory[slot] = entry & ~ROW_MASK | 1L << 48 + (hash & 15) | row + 1L;
            }
        }
    }

    @Override
    int[] chains() {
        return chains;
    }

    @Override
    public void lookup(Vector[] keys, int[] positions, int count, JoinCandidates candidates) {
        long[] h = candidates.hashes;
        zero(h, positions, count);
        if (!equalHashes) {
            for (Vector key : keys) {
                Hashing.add(key, positions, count, h);
            }
        }
        load(directory, shift, h, positions, count, candidates.entries);
        candidates.count =
                test(
                        candidates.entries,
                        h,
                        positions,
                        count,
                        candidates.positions,
                        candidates.rows);
    }

    private static void zero(long[] hashes, int[] positions, int count) {
        if (positions == null) {
            Arrays.fill(hashes, 0, count, 0L);
            return;
        }
        for (int i = 0; i < count; i++) {
            hashes[positions[i]] = 0;
        }
    }

    /** Independent loads in a loop of their own: the processor overlaps their cache misses. */
    private static void load(
            long[] directory, int shift, long[] hashes, int[] positions, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            to[i] = directory[(int) (hashes[p] >>> shift)];
        }
    }

    private static int test(
            long[] entries,
            long[] hashes,
            int[] positions,
            int count,
            int[] toPositions,
            int[] toRows) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long entry = entries[i];
            toPositions[found] = p;
            toRows[found] = (int) (entry & ROW_MASK) - 1;
            found += (int) (entry >>> 48 + (hashes[p] & 15)) & 1;
        }
        return found;
    }

    @Override
    public int match(Vector[] keys, JoinCandidates candidates) {
        int[] matches = candidates.matches;
        int count =
                sameHash(
                        candidates.hashes,
                        hashes,
                        candidates.positions,
                        candidates.rows,
                        candidates.count,
                        matches);
        for (int i = 0; i < keys.length && count > 0; i++) {
            count =
                    keyColumns[i].keepEqual(
                            keys[i], candidates.positions, candidates.rows, matches, count);
        }
        return count;
    }

    private static int sameHash(
            long[] probe, long[] build, int[] positions, int[] rows, int count, int[] matches) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            matches[found] = i;
            found += probe[positions[i]] == build[rows[i]] ? 1 : 0;
        }
        return found;
    }
}
