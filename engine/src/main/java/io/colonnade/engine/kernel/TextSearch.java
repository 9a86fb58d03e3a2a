package io.colonnade.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Finds bytes in bytes. Stateless. */
public final class TextSearch {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        int p = from;
        // eight positions at once: a zero byte where both the first and the second byte match
        long firsts = (first & 0xFFL) * ONES;
        long seconds = (second & 0xFFL) * ONES;
        int wide = Math.min(last, b.length - 9);
        while (p <= wide) {
            long x = (long) LONGS.get(b, p) ^ firsts | (long) LONGS.get(b, p + 1) ^ seconds;
            long zeros = x - ONES & ~x & HIGHS;
            while (zeros != 0) {
                int at = p + (Long.numberOfTrailingZeros(zeros) >>> 3);
                if (at <= last && equalAt(b, at, needle, needleStart, needleLength)) {
                    return at;
                }
                zeros &= zeros - 1;
            }
            p += 8;
        }
        for (; p <= last; p++) {
            if (b[p] == first && equalAt(b, p, needle, needleStart, needleLength)) {
                return p;
            }
        }
        return -1;
    }

    private static boolean equalAt(
            byte[] b, int p, byte[] needle, int needleStart, int needleLength) {
        for (int i = 0; i < needleLength; i++) {
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
