package io.colonnade.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finds bytes in long stretches of bytes, 64 positions at a time: those where both the first and
 * the last byte of the needle match are compared in full (the "generic SIMD" method of Mula).
 * Stateless.
 */
final class WideTextSearch {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final int LANES = 64;

    private WideTextSearch() {}

    /** First offset in [from, end) where the needle (not empty) lies wholly, or -1. */
    static int indexOf(byte[] b, int from, int end, byte[] needle) {
        int gap = needle.length - 1;
        byte first = needle[0];
        byte last = needle[gap];
        int p = from;
        int wide = end - gap - LANES;
        for (; p <= wide; p += LANES) {
            long matches =
                    ByteVector.fromArray(BYTES, b, p).compare(VectorOperators.EQ, first).toLong()
                            & ByteVector.fromArray(BYTES, b, p + gap)
                                    .compare(VectorOperators.EQ, last)
                                    .toLong();
            while (matches != 0) {
                int at = p + Long.numberOfTrailingZeros(matches);
                if (equalInside(b, at, needle)) {
                    return at;
                }
                matches &= matches - 1;
            }
        }
        return TextSearch.indexOf(b, p, end, needle, 0, needle.length);
    }

    /** First and last byte are known to match. */
    private static boolean equalInside(byte[] b, int p, byte[] needle) {
        for (int i = 1; i < needle.length - 1; i++) {
            if (b[p + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }
}
