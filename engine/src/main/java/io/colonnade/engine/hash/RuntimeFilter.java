package io.colonnade.engine.hash;

import io.colonnade.engine.kernel.BitmapTest;
import io.colonnade.engine.kernel.Selections;
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

    /** Takes over the bits: one per value from min on, see {@link #bitmapWords}. */
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

    /** Words of a bitmap over [min, max], the last of them for what is outside. */
    public static int bitmapWords(long min, long max) {
        return (int) ((max - min >>> 6) + 2);
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
        int[] from = positions;
        int rows = count;
        if (vector.mayHaveNulls()) {
            rows = Selections.byValidity(positions, count, vector.validity(), 1, target);
            from = target;
        }
        return switch (vector) {
            case IntVector v ->
                    bitmap == null
                            ? keepInts(v.values(), from, rows, target, min, max)
                            : from == null
                                    ? BitmapTest.select(v.values(), rows, min, bitmap, target)
                                    : BitmapTest.select(
                                            v.values(), from, rows, min, bitmap, target);
            case LongVector v ->
                    bitmap == null
                            ? keepLongs(v.values(), from, rows, target, min, max)
                            : from == null
                                    ? BitmapTest.select(v.values(), rows, min, bitmap, target)
                                    : BitmapTest.select(
                                            v.values(), from, rows, min, bitmap, target);
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
        long d = value - min;
        if (value < min || value > max) {
            return false;
        }
        return bitmap == null || (bitmap[(int) (d >>> 6)] >>> d & 1) != 0;
    }

    private static int keepInts(
            int[] values, int[] positions, int count, int[] target, long min, long max) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long value = values[p];
            target[kept] = p;
            kept += value >= min & value <= max ? 1 : 0;
        }
        return kept;
    }

    private static int keepLongs(
            long[] values, int[] positions, int count, int[] target, long min, long max) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            long value = values[p];
            target[kept] = p;
            kept += value >= min & value <= max ? 1 : 0;
        }
        return kept;
    }
}
