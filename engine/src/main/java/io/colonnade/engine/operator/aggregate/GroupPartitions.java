package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * The groups of one worker listed by partition of the hash of their keys. Immutable.
 *
 * @param groups group ids, partition after partition
 * @param starts where each partition starts, and the end
 */
record GroupPartitions(int[] groups, int[] starts) {
    static GroupPartitions of(Groups all, AggregateSpec spec, int bits) {
        int size = all.size();
        byte[] partitionOf = new byte[size];
        int[] starts = new int[(1 << bits) + 1];
        Vector[] vectors = spec.keyVectors();
        long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];
        for (int first = 0; first < size; first += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, size - first);
            Arrays.fill(hashes, 0, count, 0L);
            for (int k = 0; k < vectors.length; k++) {
                all.keys().column(k).copy(first, count, vectors[k]);
                Hashing.add(vectors[k], null, count, hashes);
            }
            for (int i = 0; i < count; i++) {
                // not the top bits: those place the group within its partition's table
                int partition = (int) hashes[i] & (1 << bits) - 1;
                partitionOf[first + i] = (byte) partition;
                starts[partition + 1]++;
            }
        }
        for (int p = 0; p < 1 << bits; p++) {
            starts[p + 1] += starts[p];
        }
        int[] groups = new int[size];
        int[] next = starts.clone();
        for (int g = 0; g < size; g++) {
            groups[next[partitionOf[g]]++] = g;
        }
        return new GroupPartitions(groups, starts);
    }

    int start(int partition) {
        return starts[partition];
    }

    int count(int partition) {
        return starts[partition + 1] - starts[partition];
    }
}
