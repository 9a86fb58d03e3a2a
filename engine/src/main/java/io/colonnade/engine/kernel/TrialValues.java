package io.colonnade.engine.kernel;

import java.util.SplittableRandom;

/** What SIMD kernels and their twins are tried on: values without order, the same each time. */
final class TrialValues {
    /** Values lie in [0, END): a bitmap of them stays in the first cache. */
    static final int END = 1 << 14;

    private static final long SEED = 42;

    private TrialValues() {}

    static int[] ints(int count) {
        return new SplittableRandom(SEED).ints(count, 0, END).toArray();
    }

    static long[] longs(int count) {
        return new SplittableRandom(SEED).longs(count, 0, END).toArray();
    }

    static byte[] bytes(int count, int end) {
        byte[] bytes = new byte[count];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) random.nextInt(end);
        }
        return bytes;
    }
}
