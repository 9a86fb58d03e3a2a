package io.colonnade.engine.hash;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/**
 * Pairs of probe position and build row that may match, and the scratch of looking them up. Owned
 * by one worker.
 */
public final class JoinCandidates {
    final long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];
    final long[] entries = new long[Batch.CAPACITY + Vector.PADDING];

    /** Entries 0..count-1: the pairs. */
    public final int[] positions = new int[Batch.CAPACITY + Vector.PADDING];

    public final int[] rows = new int[Batch.CAPACITY + Vector.PADDING];
    public int count;

    /** Indexes of the pairs that do match; filled by {@link JoinIndex#match}. */
    public final int[] matches = new int[Batch.CAPACITY + Vector.PADDING];
}
