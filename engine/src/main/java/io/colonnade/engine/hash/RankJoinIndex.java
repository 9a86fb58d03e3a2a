package io.colonnade.engine.hash;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/**
 * A bitmap over the domain of one integer key with ranks: for domains too sparse for an array. A
 * miss costs one bit, a hit two loads. After "concise array tables" (Barber et al.,
 * Memory-Efficient Hash Joins, 2014).
 *
 * <pre>
 * words[2w] = bits of keys min + 64 w ..     words[2w + 1] = number of keys below min + 64 w
 * heads[rank of the key] = 1 + first build row with it
 * </pre>
 */
public final class RankJoinIndex extends JoinIndex {
    /** Bits per build row up to which the bitmap is smaller than a hash directory. */
    private static final long BITS_PER_ROW = 128;

    /** 4 MB of bits and ranks. */
    private static final long SMALL_DOMAIN = 1 << 24;

    private static final long MAX_DOMAIN = 1L << 33;

    private final long min;

    /** The last pair is 0 and stands for all keys outside the domain. */
    private final long[] words;

    private final int[] heads;
    private final int[] chains;

    private RankJoinIndex(long min, long[] words, int[] heads, int[] chains) {
        this.min = min;
        this.words = words;
        this.heads = heads;
        this.chains = chains;
    }

    /** Whether keys in [min, max] of so many rows should have a bitmap. */
    public static boolean suits(long min, long max, int rows) {
        long domain = max - min + 1;
        return domain > 0
                && domain <= MAX_DOMAIN
                && domain <= Math.max(Math.min(SMALL_DOMAIN, rows * 4096L), rows * BITS_PER_ROW);
    }

    /**
     * Builds the bitmap.
     *
     * @param duplicates whether rows behind the first of a key must be found too
     */
    public static RankJoinIndex build(
            RowColumn keys,
            int rows,
            KeyRange range,
            boolean duplicates,
            MemoryReservation memory) {
        long min = range.min();
        int pairs = (int) (range.max() - min >>> 6) + 2;
        memory.grow(16L * pairs);
        long[] words = new long[2 * pairs];
        for (int row = 0; row < rows; row++) {
            if (!keys.isNull(row)) {
                long d = KeyRange.value(keys, row) - min;
                words[2 * (int) (d >>> 6)] |= 1L << d;
            }
        }
        int distinct = 0;
        for (int pair = 0; pair < pairs; pair++) {
            words[2 * pair + 1] = distinct;
            distinct += Long.bitCount(words[2 * pair]);
        }
        boolean chained = duplicates && distinct < rows - range.nulls();
        memory.grow(4L * distinct + (chained ? 4L * rows : 0));
        int[] heads = new int[distinct];
        int[] chains = chained ? new int[rows] : null;
        for (int row = rows - 1; row >= 0; row--) {
            if (!keys.isNull(row)) {
                int rank = rank(words, KeyRange.value(keys, row) - min);
                if (chained) {
                    chains[row] = heads[rank];
                }
                heads[rank] = row + 1;
            }
        }
        return new RankJoinIndex(min, words, heads, chains);
    }

    /** Number of keys below min + d. */
    private static int rank(long[] words, long d) {
        int pair = 2 * (int) (d >>> 6);
        return (int) words[pair + 1] + Long.bitCount(words[pair] & (1L << d) - 1);
    }

    @Override
    int[] chains() {
        return chains;
    }

    @Override
    public void lookup(Vector[] keys, int[] positions, int count, JoinCandidates candidates) {
        int[] toPositions = candidates.positions;
        int[] ranks = candidates.rows;
        int found =
                switch (keys[0]) {
                    case IntVector v ->
                            find(v.values(), positions, count, min, words, toPositions, ranks);
                    case LongVector v ->
                            find(v.values(), positions, count, min, words, toPositions, ranks);
                    default -> throw new IllegalStateException("not an integer key");
                };
        toRows(heads, ranks, found);
        candidates.count = found;
    }

    private static int find(
            int[] keys,
            int[] positions,
            int count,
            long min,
            long[] words,
            int[] toPositions,
            int[] ranks) {
        int last = words.length - 2;
        long end = (long) last << 5;
        int found = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long d = keys[p] - min;
            int pair = d >= 0 && d < end ? 2 * (int) (d >>> 6) : last;
            long bits = words[pair];
            toPositions[found] = p;
            ranks[found] = (int) words[pair + 1] + Long.bitCount(bits & (1L << d) - 1);
            found += (int) (bits >>> d) & 1;
        }
        return found;
    }

    private static int find(
            long[] keys,
            int[] positions,
            int count,
            long min,
            long[] words,
            int[] toPositions,
            int[] ranks) {
        int last = words.length - 2;
        long end = (long) last << 5;
        int found = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            // a difference that wraps is at least 2^63 away: negative or far too large
            long d = keys[p] - min;
            int pair = d >= 0 && d < end ? 2 * (int) (d >>> 6) : last;
            long bits = words[pair];
            toPositions[found] = p;
            ranks[found] = (int) words[pair + 1] + Long.bitCount(bits & (1L << d) - 1);
            found += (int) (bits >>> d) & 1;
        }
        return found;
    }

    private static void toRows(int[] heads, int[] ranks, int count) {
        for (int i = 0; i < count; i++) {
            ranks[i] = heads[ranks[i]] - 1;
        }
    }

    @Override
    public int match(Vector[] keys, JoinCandidates candidates) {
        return matchAll(candidates);
    }
}
