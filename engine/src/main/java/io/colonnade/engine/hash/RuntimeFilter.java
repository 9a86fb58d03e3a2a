package io.colonnade.engine.hash;

import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/**
 * What a join's build side knows about the integer keys that can match: their range and, for
 * domains that are not too sparse, a bitmap of exactly the keys. NULL never passes. Immutable once
 * published.
 */
public final class RuntimeFilter {
    /** Bits per build row up to which a bitmap is small against the build side itself. */
    private static final long BITS_PER_ROW = 256;

    private static final long SMALL_DOMAIN = 1 << 23;
    private static final long MAX_DOMAIN = 1L << 33;

    private final long min;
    private final long max;
    private final long[] bitmap;

    private RuntimeFilter(long min, long max, long[] bitmap) {
        this.min = min;
        this.max = max;
        this.bitmap = bitmap;
    }

    /** A filter that nothing passes. */
    public static RuntimeFilter nothing() {
        return new RuntimeFilter(Long.MAX_VALUE, Long.MIN_VALUE, null);
    }

    public static RuntimeFilter range(long min, long max) {
        return new RuntimeFilter(min, max, null);
    }

    public static RuntimeFilter bitmap(long min, long max, long[] bits) {
        return new RuntimeFilter(min, max, bits);
    }

    /** Whether keys of so many rows in [min, max] should have a bitmap. */
    public static boolean suitsBitmap(long min, long max, long rows) {
        long domain = max - min + 1;
        return domain > 0
                && domain <= MAX_DOMAIN
                && domain <= Math.max(SMALL_DOMAIN, rows * BITS_PER_ROW);
    }

    public static int bitmapWords(long min, long max) {
        return (int) ((max - min >>> 6) + 1);
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    public boolean isEmpty() {
        return min > max;
    }

    /**
     * Of the positions (null = the first `count`), those whose value passes, in order. `target` may
     * be `positions`.
     */
    public int select(Vector vector, int[] positions, int count, int[] target) {
        if (isEmpty() || vector.isConstant() && !constantPasses(vector)) {
            return 0;
        }
        if (vector.isConstant()) {
            return copy(positions, count, target);
        }
        long[] validity = vector.mayHaveNulls() ? vector.validity() : null;
        return switch (vector) {
            case IntVector v -> selectInts(v.values(), validity, positions, count, target);
            case LongVector v -> selectLongs(v.values(), validity, positions, count, target);
            default -> throw new IllegalStateException("runtime filter on " + vector.type());
        };
    }

    private static int copy(int[] positions, int count, int[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = positions == null ? i : positions[i];
        }
        return count;
    }

    private boolean constantPasses(Vector vector) {
        if (vector.isNull(0)) {
            return false;
        }
        long value =
                vector instanceof IntVector ints ? ints.value(0) : ((LongVector) vector).value(0);
        return passes(value, min, max, bitmap);
    }

    private static boolean passes(long value, long min, long max, long[] bits) {
        if (value < min || value > max) {
            return false;
        }
        long d = value - min;
        return bits == null || (bits[(int) (d >>> 6)] >>> d & 1) != 0;
    }

    private int selectInts(
            int[] values, long[] validity, int[] positions, int count, int[] target) {
        long low = min;
        long high = max;
        long[] bits = bitmap;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            target[kept] = p;
            boolean valid = validity == null || (validity[p >>> 6] >>> p & 1) != 0;
            kept += valid && passes(values[p], low, high, bits) ? 1 : 0;
        }
        return kept;
    }

    private int selectLongs(
            long[] values, long[] validity, int[] positions, int count, int[] target) {
        long low = min;
        long high = max;
        long[] bits = bitmap;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            target[kept] = p;
            boolean valid = validity == null || (validity[p >>> 6] >>> p & 1) != 0;
            kept += valid && passes(values[p], low, high, bits) ? 1 : 0;
        }
        return kept;
    }
}
