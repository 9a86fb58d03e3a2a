package io.colonnade.engine.kernel;

import java.util.Arrays;

/** Compares texts byte by byte, unsigned. Stateless. */
public final class TextOrder {
    private TextOrder() {}

    /** -1, 0 or 1 at each position (of the selection, null = the first n). */
    public static void order(
            byte[] a,
            int[] aStarts,
            int[] aLengths,
            byte[] b,
            int[] bStarts,
            int[] bLengths,
            int[] selection,
            int n,
            int[] order) {
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            order[p] = compare(a, aStarts[p], aLengths[p], b, bStarts[p], bLengths[p]);
        }
    }

    /** 0 where the text equals the constant, else 1. */
    public static void differs(
            byte[] heap,
            int[] starts,
            int[] lengths,
            byte[] constant,
            int constantStart,
            int constantLength,
            int[] selection,
            int n,
            int[] order) {
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            order[p] =
                    lengths[p] == constantLength
                                    && equal(heap, starts[p], constant, constantStart, lengths[p])
                            ? 0
                            : 1;
        }
    }

    public static int compare(
            byte[] a, int aStart, int aLength, byte[] b, int bStart, int bLength) {
        int order =
                Arrays.compareUnsigned(a, aStart, aStart + aLength, b, bStart, bStart + bLength);
        return Integer.signum(order);
    }

    public static boolean equal(byte[] a, int aStart, byte[] b, int bStart, int length) {
        return Arrays.equals(a, aStart, aStart + length, b, bStart, bStart + length);
    }
}
