package io.colonnade.engine.hash;

import io.colonnade.engine.kernel.BitmapSelection;
import io.colonnade.engine.kernel.BlockedBloom;
import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/**
 * What a join's build side knows about the integer keys that can match: their range and, for
 * domains that are not too sparse, a bitmap of exactly the keys; for others a Bloom filter. NULL
 * never passes. Immutable once published.
 */
public final class RuntimeFilter {
    /** Bits per build row up to which a bitmap is small against the build side itself. */
    private static final long BITS_PER_ROW = 256;

    private static final long SMALL_DOMAIN = 1 << 23;
    private static final long MAX_DOMAIN = 1L << 33;

    private final long min;
    private final long max;
    private final long[] bitmap;
    private final BlockedBloom bloom;

    private RuntimeFilter(long min, long max, long[] bitmap, BlockedBloom bloom) {
        this.min = min;
        this.max = max;
        this.bitmap = bitmap;
        this.bloom = bloom;
    }

    /** A filter that nothing passes. */
    public static RuntimeFilter nothing() {
        return new RuntimeFilter(Long.MAX_VALUE, Long.MIN_VALUE, null, null);
    }

    public static RuntimeFilter range(long min, long max) {
        return new RuntimeFilter(min, max, null, null);
    }

    /** Takes over the bits: one per value from min on, see {@link #bitmapWords}. */
    public static RuntimeFilter bitmap(long min, long max, long[] bits) {
        return new RuntimeFilter(min, max, bits, null);
    }

    /** Takes over the filter, which all of the keys have been added to. */
    public static RuntimeFilter bloom(long min, long max, BlockedBloom keys) {
        return new RuntimeFilter(min, max, null, keys);
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
            case IntVector v -> selectInts(v.values(), from, rows, target);
            case LongVector v -> selectLongs(v.values(), from, rows, target);
            default -> throw new IllegalStateException("runtime filter on " + vector.type());
        };
    }

    private int selectInts(int[] values, int[] from, int rows, int[] target) {
        if (bloom != null) {
            return bloom.select(values, from, rows, target);
        }
        if (bitmap == null) {
            return keepInts(values, from, rows, target, min, max);
        }
        return from == null
                ? BitmapSelection.select(values, rows, min, bitmap, target)
                : BitmapSelection.select(values, from, rows, min, bitmap, target);
    }

    private int selectLongs(long[] values, int[] from, int rows, int[] target) {
        if (bloom != null) {
            return from == null
                    ? bloom.select(values, rows, target)
                    : bloom.select(values, from, rows, target);
        }
        if (bitmap == null) {
            return keepLongs(values, from, rows, target, min, max);
        }
        return from == null
                ? BitmapSelection.select(values, rows, min, bitmap, target)
                : BitmapSelection.select(values, from, rows, min, bitmap, target);
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
        if (bloom != null) {
            return bloom.mayContain(value);
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
