package io.colonnade.engine.kernel;

import java.util.Arrays;

/** Compares texts byte by byte, unsigned. Stateless. */
public final class TextOrder {
    private TextOrder() {}

    /** -1, 0 or 1 at each row (null = the first n). */
    public static void order(TextArray a, TextArray b, int[] rows, int n, int[] order) {
        byte[] aHeap = a.heap;
        byte[] bHeap = b.heap;
        int[] aStarts = a.starts;
        int[] bStarts = b.starts;
        int[] aLengths = a.lengths;
        int[] bLengths = b.lengths;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            order[p] = compare(aHeap, aStarts[p], aLengths[p], bHeap, bStarts[p], bLengths[p]);
        }
    }

    /** 0 where the text equals the constant of that length, else 1. */
    public static void differs(
            TextArray a, byte[] constant, int start, int length, int[] rows, int n, int[] order) {
        byte[] heap = a.heap;
        int[] starts = a.starts;
        int[] lengths = a.lengths;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            boolean same = lengths[p] == length && equal(heap, starts[p], constant, start, length);
            order[p] = same ? 0 : 1;
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
