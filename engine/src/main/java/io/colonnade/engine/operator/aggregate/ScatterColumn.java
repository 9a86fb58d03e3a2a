package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

/**
 * One column of rows that are dealt out to partitions: the vector that each partition fills at the
 * moment. Owned by one worker.
 */
final class ScatterColumn {
    private final PhysicalType type;
    private final Vector[] targets;
    private final byte[][] bytes;
    private final int[][] ints;
    private final long[][] longs;
    private final long[][] highs;
    private final double[][] doubles;

    ScatterColumn(PhysicalType type, int partitions) {
        this.type = type;
        targets = new Vector[partitions];
        bytes = type == PhysicalType.BOOLEAN ? new byte[partitions][] : null;
        ints = type == PhysicalType.INT ? new int[partitions][] : null;
        boolean wide = type == PhysicalType.INT128;
        longs = type == PhysicalType.LONG || wide ? new long[partitions][] : null;
        highs = wide ? new long[partitions][] : null;
        doubles = type == PhysicalType.DOUBLE ? new double[partitions][] : null;
    }

    /** Whether columns of this type can be dealt out. */
    static boolean supports(PhysicalType type) {
        return type != PhysicalType.BYTES;
    }

    /** The partition goes on with this vector. */
    void open(int partition, Vector target) {
        targets[partition] = target;
        switch (target) {
            case BooleanVector v -> bytes[partition] = v.values();
            case IntVector v -> ints[partition] = v.values();
            case LongVector v -> longs[partition] = v.values();
            case DoubleVector v -> doubles[partition] = v.values();
            case Int128Vector v -> {
                longs[partition] = v.low();
                highs[partition] = v.high();
            }
            default -> throw new IllegalStateException("cannot deal out " + type);
        }
    }

    /**
     * Copies values to their partitions.
     *
     * @param positions of the rows; null = 0, 1, ...
     * @param partitions of the rows, by index
     * @param at where each partition goes on; used up
     */
    void scatter(Vector source, int[] positions, int count, int[] partitions, int[] at) {
        if (source.mayHaveNulls()) {
            scatterNulls(source, positions, count, partitions, at.clone());
        }
        switch (source) {
            case BooleanVector v -> scatter(v.values(), positions, count, partitions, at, bytes);
            case IntVector v -> scatter(v.values(), positions, count, partitions, at, ints);
            case LongVector v -> scatter(v.values(), positions, count, partitions, at, longs);
            case DoubleVector v -> scatter(v.values(), positions, count, partitions, at, doubles);
            case Int128Vector v -> {
                scatter(v.low(), positions, count, partitions, at.clone(), longs);
                scatter(v.high(), positions, count, partitions, at, highs);
            }
            default -> throw new IllegalStateException("cannot deal out " + type);
        }
    }

    private void scatterNulls(
            Vector source, int[] positions, int count, int[] partitions, int[] at) {
        for (int i = 0; i < count; i++) {
            int p = partitions[i];
            int to = at[p]++;
            if (source.isNull(positions == null ? i : positions[i])) {
                targets[p].setNull(to);
            }
        }
    }

    private static void scatter(
            byte[] from, int[] positions, int count, int[] partitions, int[] at, byte[][] to) {
        for (int i = 0; i < count; i++) {
            int p = partitions[i];
            to[p][at[p]++] = from[positions == null ? i : positions[i]];
        }
    }

    private static void scatter(
            int[] from, int[] positions, int count, int[] partitions, int[] at, int[][] to) {
        for (int i = 0; i < count; i++) {
            int p = partitions[i];
            to[p][at[p]++] = from[positions == null ? i : positions[i]];
        }
    }

    private static void scatter(
            long[] from, int[] positions, int count, int[] partitions, int[] at, long[][] to) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                int p = partitions[i];
                to[p][at[p]++] = from[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int p = partitions[i];
            to[p][at[p]++] = from[positions[i]];
        }
    }

    private static void scatter(
            double[] from, int[] positions, int count, int[] partitions, int[] at, double[][] to) {
        for (int i = 0; i < count; i++) {
            int p = partitions[i];
            to[p][at[p]++] = from[positions == null ? i : positions[i]];
        }
    }
}
