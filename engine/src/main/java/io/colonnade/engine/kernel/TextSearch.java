package io.colonnade.engine.kernel;

import java.util.Arrays;

/** Finds bytes in bytes. Stateless. */
public final class TextSearch {
    private TextSearch() {}

    /** First offset in [from, end) where the needle lies wholly, or -1. */
    public static int indexOf(
            byte[] b, int from, int end, byte[] needle, int needleStart, int needleLength) {
        if (needleLength == 0) {
            return from <= end ? from : -1;
        }
        int last = end - needleLength;
        byte first = needle[needleStart];
        if (needleLength == 1) {
            for (int p = from; p <= last; p++) {
                if (b[p] == first) {
                    return p;
                }
            }
            return -1;
        }
        byte second = needle[needleStart + 1];
        for (int p = from; p <= last; p++) {
            if (b[p] == first
                    && b[p + 1] == second
                    && equalRest(b, p, needle, needleStart, needleLength)) {
                return p;
            }
        }
        return -1;
    }

    private static boolean equalRest(
            byte[] b, int p, byte[] needle, int needleStart, int needleLength) {
        for (int i = 2; i < needleLength; i++) {
            if (b[p + i] != needle[needleStart + i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean startsWith(byte[] b, int start, int length, byte[] prefix) {
        return length >= prefix.length
                && Arrays.equals(b, start, start + prefix.length, prefix, 0, prefix.length);
    }

    public static boolean endsWith(byte[] b, int start, int length, byte[] suffix) {
        int from = start + length - suffix.length;
        return length >= suffix.length
                && Arrays.equals(b, from, start + length, suffix, 0, suffix.length);
    }
}
