package io.colonnade.leader.pgwire;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes, for tests. */
final class Mutations {
    private static final byte[] NASTY = {0, 1, 4, 127, -128, -1};

    private Mutations() {}

    /** A copy with up to `most` damages and, now and then, cut off or doubled in part. */
    static byte[] of(byte[] bytes, Random random, int most) {
        byte[] result = bytes.clone();
        int count = most == 0 ? 0 : random.nextInt(most * 3 + 1);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(5)) {
                case 0 -> result[at] = (byte) random.nextInt();
                case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> result[at] = NASTY[random.nextInt(NASTY.length)];
                case 3 -> result = Arrays.copyOf(result, Math.max(1, at));
                default -> {
                    byte[] longer = Arrays.copyOf(result, result.length + result.length - at);
                    System.arraycopy(result, at, longer, result.length, result.length - at);
                    result = longer.length > 4096 ? result : longer;
                }
            }
        }
        return result;
    }
}
