package io.colonnade.engine.hash;

import io.colonnade.storage.vector.Vector;

/**
 * From the keys of a join's build side to its rows. Immutable once built; probed by all workers a
 * batch at a time: look up candidates, test them, go on to the next ones in their chains.
 */
public abstract sealed class JoinIndex permits DenseJoinIndex, RankJoinIndex, HashJoinIndex {
    /** Per row: 1 + the next row with the same bucket, 0 at the end; null if no row has a next. */
    abstract int[] chains();

    /**
     * Sets the candidates to the first build row for each of the positions. NULL keys are the
     * caller's business: where they cannot match, their positions are not among these.
     */
    public abstract void lookup(
            Vector[] keys, int[] positions, int count, JoinCandidates candidates);

    /** Fills candidates.matches with the indexes of the pairs that match; returns how many. */
    public abstract int match(Vector[] keys, JoinCandidates candidates);

    /** For indexes whose candidates all match. */
    static int matchAll(JoinCandidates candidates) {
        int[] matches = candidates.matches;
        int count = candidates.count;
        for (int i = 0; i < count; i++) {
            matches[i] = i;
        }
        return count;
    }

    /** Replaces each candidate by the next one of its position, if it has one. */
    public final void advance(JoinCandidates candidates) {
        int[] chains = chains();
        if (chains == null) {
            candidates.count = 0;
        } else {
            candidates.count =
                    advance(chains, candidates.positions, candidates.rows, candidates.count);
        }
    }

    private static int advance(int[] chains, int[] positions, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int next = chains[rows[i]];
            positions[kept] = positions[i];
            rows[kept] = next - 1;
            kept += next != 0 ? 1 : 0;
        }
        return kept;
    }
}
