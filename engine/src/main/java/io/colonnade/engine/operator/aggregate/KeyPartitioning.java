package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.hash.KeyBlocks;
import io.colonnade.engine.hash.KeyRange;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.List;

/**
 * Which partition rows and groups belong to: by blocks of one dense integer key, or by the hash of
 * the keys. Chosen once per aggregation from its first groups; immutable.
 *
 * @param bits 2^bits partitions
 * @param blocks not null for a dense integer key
 * @param groups how many groups a partition may expect
 */
record KeyPartitioning(int bits, KeyBlocks blocks, double groups) {
    private static final int MIN_BITS = 4;
    private static final int MAX_BITS = 9;

    /** What a partition's table may take of the L2 cache, which its states share. */
    private static final double TABLE_BYTES = 384 << 10;

    /** Sparser keys than this are hashed. */
    private static final double MAX_RANGE_PER_GROUP = 16;

    private static final double DENSE_BYTES = 4;
    private static final double HASHED_BYTES = 24;

    /** From some of the keys and the number of all that are expected. */
    static KeyPartitioning choose(RowBuffer keys, double expectedGroups) {
        double expected = Math.max(expectedGroups, keys.rows());
        RowColumn first = keys.column(0);
        boolean integer = first.type() == PhysicalType.INT || first.type() == PhysicalType.LONG;
        if (keys.columnCount() == 1 && integer) {
            KeyRange range = KeyRange.of(first, keys.rows());
            double span = range.isEmpty() ? 1 : (double) range.max() - range.min() + 1;
            if (span <= expected * MAX_RANGE_PER_GROUP) {
                int bits = bits(span * DENSE_BYTES);
                return new KeyPartitioning(bits, new KeyBlocks(bits), Math.scalb(expected, -bits));
            }
        }
        int bits = bits(expected * HASHED_BYTES);
        return new KeyPartitioning(bits, null, Math.scalb(expected, -bits));
    }

    private static int bits(double bytes) {
        int bits = Math.getExponent(Math.max(1, bytes / TABLE_BYTES)) + 1;
        return Math.max(MIN_BITS, Math.min(MAX_BITS, bits));
    }

    int count() {
        return 1 << bits;
    }

    /**
     * Writes the partitions of the selected rows, by index.
     *
     * @param hashes scratch, by position
     */
    void of(Vector[] keys, int[] positions, int count, long[] hashes, int[] target) {
        if (blocks == null) {
            byHash(keys, positions, count, hashes, target);
        } else if (keys[0] instanceof IntVector ints) {
            ofInts(ints.values(), positions, count, target);
        } else {
            ofLongs(((LongVector) keys[0]).values(), positions, count, target);
        }
        if (blocks != null && keys[0].mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                target[i] = keys[0].isNull(positions == null ? i : positions[i]) ? 0 : target[i];
            }
        }
    }

    private void ofInts(int[] values, int[] positions, int count, int[] target) {
        KeyBlocks dealt = blocks;
        for (int i = 0; i < count; i++) {
            target[i] = dealt.partition(values[positions == null ? i : positions[i]]);
        }
    }

    private void ofLongs(long[] values, int[] positions, int count, int[] target) {
        KeyBlocks dealt = blocks;
        for (int i = 0; i < count; i++) {
            target[i] = dealt.partition(values[positions == null ? i : positions[i]]);
        }
    }

    private void byHash(Vector[] keys, int[] positions, int count, long[] hashes, int[] target) {
        for (int i = 0; i < count; i++) {
            hashes[positions == null ? i : positions[i]] = 0L;
        }
        for (Vector key : keys) {
            Hashing.add(key, positions, count, hashes);
        }
        // not the top bits: those place the group within its partition's table
        int mask = count() - 1;
        for (int i = 0; i < count; i++) {
            target[i] = (int) hashes[positions == null ? i : positions[i]] & mask;
        }
    }

    /** The groups of one worker by partition. */
    GroupPartitions of(Groups all, List<PhysicalType> keyTypes) {
        int size = all.size();
        short[] partitionOf = new short[size];
        int[] partitions = new int[Batch.CAPACITY];
        Vector[] vectors =
                keyTypes.stream()
                        .map(type -> Vector.create(type, Batch.CAPACITY))
                        .toArray(Vector[]::new);
        long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];
        for (int first = 0; first < size; first += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, size - first);
            for (int k = 0; k < vectors.length; k++) {
                all.keys().column(k).copy(first, count, vectors[k]);
            }
            of(vectors, null, count, hashes, partitions);
            for (int i = 0; i < count; i++) {
                partitionOf[first + i] = (short) partitions[i];
            }
        }
        return GroupPartitions.of(partitionOf, count());
    }
}
