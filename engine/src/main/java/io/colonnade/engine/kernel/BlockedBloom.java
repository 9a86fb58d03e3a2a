package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;

/**
 * A Bloom filter of integers whose bits for one value all lie in one word: a lookup is one load.
 * After "Performance-Optimal Filtering" (Lang et al., VLDB 2019): register-blocked, four bits, 16
 * bits per value, about one wrong pass in a hundred. Built by one thread, then shared.
 *
 * <pre>
 * hash = value * odd; hash ^= hash >>> 32; hash *= another odd
 * word = top bits of the hash | bits in it = its lowest four groups of six bits
 * </pre>
 */
public final class BlockedBloom {
    static final long FIRST_FACTOR = 0x9E3779B97F4A7C15L;
    static final long SECOND_FACTOR = 0xD6E8FEB86659FD93L;

    /** Words number at most 2^25, 256 MB; what is fuller than planned lets more through. */
    private static final int MAX_WORD_BITS = 25;

    private static final int VALUES_PER_WORD = 4;
    private static final SimdKernel WIDE = SimdKernel.of("blocked-bloom", BlockedBloom::duel);

    private final long[] words;

    /** From a hash to the number of its word. */
    private final int shift;

    public BlockedBloom(long values) {
        words = new long[words(values)];
        shift = 64 - Integer.numberOfTrailingZeros(words.length);
    }

    /** Bytes that a filter of so many values takes. */
    public static long bytes(long values) {
        return 8L * words(values);
    }

    private static int words(long values) {
        int bits = 64 - Long.numberOfLeadingZeros(values / VALUES_PER_WORD);
        return 1 << Math.clamp(bits, 1, MAX_WORD_BITS);
    }

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    static long hash(long value) {
        long mixed = value * FIRST_FACTOR;
        return (mixed ^ mixed >>> 32) * SECOND_FACTOR;
    }

    static long bits(long hash) {
        return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12) | 1L << (hash >>> 18);
    }

    public void add(long value) {
        long hash = hash(value);
        words[(int) (hash >>> shift)] |= bits(hash);
    }

    /** False only for values that were never added. */
    public boolean mayContain(long value) {
        long hash = hash(value);
        long bits = bits(hash);
        return (words[(int) (hash >>> shift)] & bits) == bits;
    }

    /** Positions of the first n values that may be in the filter; returns how many. */
    public int select(long[] values, int n, int[] out) {
        return WIDE.isOn()
                ? WideBlockedBloom.select(values, n, words, shift, out)
                : selectScalar(values, n, out);
    }

    int selectScalar(long[] values, int n, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += mayContain(values[i]) ? 1 : 0;
        }
        return k;
    }

    /** As above over selected positions; `out` may be the selection itself. */
    public int select(long[] values, int[] selection, int n, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += mayContain(values[p]) ? 1 : 0;
        }
        return k;
    }

    /** As above over selected positions (null: the first n). */
    public int select(int[] values, int[] selection, int n, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            out[k] = p;
            k += mayContain(values[p]) ? 1 : 0;
        }
        return k;
    }

    private static SimdKernel.Duel duel() {
        int n = Batch.CAPACITY - 1;
        long[] values = TrialValues.longs(n);
        int[] out = new int[Batch.CAPACITY];
        BlockedBloom bloom = new BlockedBloom(n);
        for (int i = 0; i < n; i += 4) {
            bloom.add(values[i]);
        }
        return new SimdKernel.Duel(
                () -> bloom.selectScalar(values, n, out),
                () -> WideBlockedBloom.select(values, n, bloom.words, bloom.shift, out));
    }

    int selectWide(long[] values, int n, int[] out) {
        return WideBlockedBloom.select(values, n, words, shift, out);
    }
}
