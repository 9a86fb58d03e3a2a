package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/** Set operations on selections: ascending positions in an array. Stateless. */
public final class Selections {
    private static final SimdKernel WIDE = SimdKernel.of("selections", Selections::duel);

    private Selections() {}

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    /** Copies a selection (null = the first n positions); returns n. */
    public static int copy(int[] selection, int n, int[] out) {
        if (selection == null) {
            for (int i = 0; i < n; i++) {
                out[i] = i;
            }
        } else if (selection != out) {
            System.arraycopy(selection, 0, out, 0, n);
        }
        return n;
    }

    /** The positions of `all` (null = the first n) that are not in `part`, a subset of them. */
    public static int difference(int[] all, int n, int[] part, int partCount, int[] out) {
        int k = 0;
        int j = 0;
        for (int i = 0; i < n; i++) {
            int p = all == null ? i : all[i];
            if (j < partCount && part[j] == p) {
                j++;
            } else {
                out[k++] = p;
            }
        }
        return k;
    }

    /** Both, in order; they have no position in common. `out` is none of the two. */
    public static int merge(int[] a, int aCount, int[] b, int bCount, int[] out) {
        int i = 0;
        int j = 0;
        int k = 0;
        while (i < aCount && j < bCount) {
            out[k++] = a[i] < b[j] ? a[i++] : b[j++];
        }
        while (i < aCount) {
            out[k++] = a[i++];
        }
        while (j < bCount) {
            out[k++] = b[j++];
        }
        return k;
    }

    /** Keeps those whose validity bit is set. */
    public static int keepValid(int[] selection, int n, long[] validity, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (int) (validity[p >>> 6] >>> p & 1);
        }
        return k;
    }

    /** Positions (of the selection, null = the first n) whose validity bit is `wanted`. */
    public static int byValidity(int[] selection, int n, long[] validity, int wanted, int[] out) {
        if (selection == null) {
            return WIDE.isOn()
                    ? WideSelections.byValidity(n, validity, wanted, out)
                    : byValidityScalar(n, validity, wanted, out);
        }
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += (int) (validity[p >>> 6] >>> p & 1) ^ wanted ^ 1;
        }
        return k;
    }

    static int byValidityScalar(int n, long[] validity, int wanted, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += (int) (validity[i >>> 6] >>> i & 1) ^ wanted ^ 1;
        }
        return k;
    }

    /** Positions (of the selection, null = the first n) where the byte is `wanted`. */
    public static int byValue(int[] selection, int n, byte[] values, int wanted, int[] out) {
        if (selection == null) {
            return WIDE.isOn()
                    ? WideSelections.byValue(n, values, wanted, out)
                    : byValueScalar(n, values, wanted, out);
        }
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = selection[i];
            out[k] = p;
            k += values[p] == wanted ? 1 : 0;
        }
        return k;
    }

    static int byValueScalar(int n, byte[] values, int wanted, int[] out) {
        int k = 0;
        for (int i = 0; i < n; i++) {
            out[k] = i;
            k += values[i] == wanted ? 1 : 0;
        }
        return k;
    }

    private static SimdKernel.Duel duel() {
        int n = Batch.CAPACITY - 1;
        byte[] values = TrialValues.bytes(Batch.CAPACITY, 2);
        long[] validity = TrialValues.longs(Vector.words(n));
        int[] out = new int[Batch.CAPACITY];
        return new SimdKernel.Duel(
                () -> {
                    byValueScalar(n, values, 1, out);
                    byValidityScalar(n, validity, 1, out);
                },
                () -> {
                    WideSelections.byValue(n, values, 1, out);
                    WideSelections.byValidity(n, validity, 1, out);
                });
    }
}
