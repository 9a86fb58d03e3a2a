package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;

import java.util.stream.IntStream;

/** Hashes of the keys of groups, equal to those of the rows that they are made of. One thread. */
final class KeyHashes {
    private final Batch keys;
    private final int[] columns;
    private final boolean equal;
    private final long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];

    KeyHashes(AggregateSpec spec, boolean equal) {
        Vector[] vectors = spec.keyVectors();
        keys = new Batch(vectors);
        columns = IntStream.range(0, vectors.length).toArray();
        this.equal = equal;
    }

    /** Hash of ids[i] at i; valid until the next call. */
    long[] of(Groups groups, int[] ids, int count) {
        for (int k : columns) {
            groups.keys().column(k).gather(ids, count, keys.column(k));
        }
        keys.setSize(count);
        if (!equal) {
            Hashing.hash(keys, columns, hashes);
        }
        return hashes;
    }
}
