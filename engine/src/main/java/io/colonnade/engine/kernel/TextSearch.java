package io.colonnade.engine.kernel;

import io.colonnade.storage.simd.SimdKernel;

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

    private static final SimdKernel WIDE = SimdKernel.of("text-search", TextSearch::duel);

    private TextSearch() {}

    /** Loads the kernel, so that the trial of its SIMD twin begins. */
    static void warmUp() {
        WIDE.isOn();
    }

    /** As {@link #indexOf} for needles that are not empty, fast where hits are far apart. */
    static int indexOfFar(byte[] b, int from, int end, byte[] needle) {
        return WIDE.isOn()
                ? WideTextSearch.indexOf(b, from, end, needle)
                : indexOf(b, from, end, needle, 0, needle.length);
    }

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

    private static SimdKernel.Duel duel() {
        int letters = 16;
        byte[] text = TrialValues.bytes(1 << 15, letters);
        byte[] needle = TrialValues.bytes(6, letters);
        byte[] missing = {1, 2, 3, (byte) letters};
        int end = text.length - 1;
        return new SimdKernel.Duel(
                () -> {
                    indexOf(text, 1, end, needle, 0, needle.length);
                    indexOf(text, 1, end, missing, 0, missing.length);
                },
                () -> {
                    WideTextSearch.indexOf(text, 1, end, needle);
                    WideTextSearch.indexOf(text, 1, end, missing);
                });
    }
}
