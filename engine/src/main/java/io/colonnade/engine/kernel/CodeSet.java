package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;

import java.util.Arrays;

/**
 * A set of dictionary codes: those of the entries that a condition accepts. Up to 512 codes are
 * also one 512-bit register. Immutable.
 */
public final class CodeSet {
    private static final int WINDOW_WORDS = 16;
    private static final SimdKernel WIDE = SimdKernel.of("code-set", CodeSet::duel);

    private final byte[] accepted;

    /** Bit by code; null when there are too many codes. */
    private final int[] window;

    /** Takes over the array: 1 for each code in the set, else 0. */
    public CodeSet(byte[] accepted) {
        this.accepted = accepted;
        window = accepted.length <= 32 * WINDOW_WORDS ? window(accepted) : null;
    }

    private static int[] window(byte[] accepted) {
        int[] words = new int[WINDOW_WORDS];
        for (int code = 0; code < accepted.length; code++) {
            words[code >>> 5] |= accepted[code] << code;
        }
        return words;
    }

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    public boolean contains(int code) {
        return accepted[code] != 0;
    }

    /** Positions of the first n codes that are in the set; returns how many. */
    public int select(int[] codes, int n, int[] out) {
        if (!WIDE.isOn()) {
            return selectScalar(codes, n, accepted, out);
        }
        return window == null
                ? WideCodeSet.select(codes, n, accepted, out)
                : WideCodeSet.select(codes, n, window, out);
    }

    static int selectScalar(int[] codes, int n, byte[] accepted, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += accepted[codes[i]];
        }
        return k;
    }

    /** As above over selected positions; `out` may be the selection itself. */
    public int select(int[] codes, int[] selection, int n, int[] out) {
        byte[] in = accepted;
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += in[codes[p]];
        }
        return k;
    }

    /**
     * As above (a null selection: the first n), where the code of NULL counts for those that are
     * not valid.
     */
    public int select(
            int[] codes, long[] validity, int nullCode, int[] selection, int n, int[] out) {
        byte[] in = accepted;
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            int code = (validity[p >>> 6] >>> p & 1) == 0 ? nullCode : codes[p];
            out[k] = p;
            k += in[code];
        }
        return k;
    }

    private static SimdKernel.Duel duel() {
        int n = Batch.CAPACITY - 1;
        int[] codes = Arrays.stream(TrialValues.ints(n)).map(value -> value & 127).toArray();
        byte[] accepted = TrialValues.bytes(128, 2);
        int[] words = window(accepted);
        int[] out = new int[Batch.CAPACITY];
        return new SimdKernel.Duel(
                () -> {
                    selectScalar(codes, n, accepted, out);
                    selectScalar(codes, n, accepted, out);
                },
                () -> {
                    WideCodeSet.select(codes, n, words, out);
                    WideCodeSet.select(codes, n, accepted, out);
                });
    }
}
