package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.hash.KeyRange;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * The groups of one worker listed by partition of their keys; partitions of several workers agree.
 * Immutable.
 *
 * @param groups group ids, partition after partition
 * @param starts where each partition starts, and the end
 */
record GroupPartitions(int[] groups, int[] starts) {
    /** By hash of the keys, into 2^bits partitions. */
    static GroupPartitions byHash(Groups all, AggregateSpec spec, int bits) {
        int size = all.size();
        short[] partitionOf = new short[size];
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
                partitionOf[first + i] = (short) (hashes[i] & (1 << bits) - 1);
            }
        }
        return of(partitionOf, 1 << bits);
    }

    /** By ranges of one integer key, which keep keys together that lie together. */
    static GroupPartitions byRange(Groups all, KeyRange range, int bits) {
        int size = all.size();
        short[] partitionOf = new short[size];
        RowColumn keys = all.keys().column(0);
        long span = range.max() - range.min() + 1;
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(span - 1) - bits);
        for (int g = 0; g < size; g++) {
            if (!keys.isNull(g)) {
                partitionOf[g] = (short) (KeyRange.value(keys, g) - range.min() >>> shift);
            }
        }
        return of(partitionOf, 1 << bits);
    }

    /** From the partition of every group. */
    static GroupPartitions of(short[] partitionOf, int partitions) {
        int[] starts = new int[partitions + 1];
        for (short partition : partitionOf) {
            starts[partition + 1]++;
        }
        for (int p = 0; p < partitions; p++) {
            starts[p + 1] += starts[p];
        }
        int[] groups = new int[partitionOf.length];
        int[] next = starts.clone();
        for (int g = 0; g < groups.length; g++) {
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
