package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getShort;

import java.util.Arrays;

/**
 * Floating-point numbers with nothing decimal about them: sign, exponent and the first bits of the
 * mantissa repeat and become codes, the rest stays as it is. The ALP-RD of the paper that {@link
 * Alp} names.
 *
 * <pre>
 * bits of the right part u8 | left parts n u8 | left parts u16 x n
 *   | codes as {@link Az64} | right parts as {@link Az64} | {@link Exceptions} (left parts)
 * </pre>
 */
final class SplitBits {
    private static final int SAMPLE = 256;
    private static final int MAX_PARTS = 8;
    private static final int CODE_BITS = 3;
    private static final int MAX_LEFT_BITS = 16;
    private static final int EXCEPTION_BITS = 32;

    private SplitBits() {}

    private static int laneBits(Lane lane) {
        return lane == Lane.REAL ? 32 : 64;
    }

    private static int left(long bits, int right, int laneBits) {
        return (int) (bits >>> right) & (1 << laneBits - right) - 1;
    }

    /** Leaves the bits alone. */
    static void encode(Lane lane, long[] bits, int count, ByteOutput out) {
        int laneBits = laneBits(lane);
        int sampled = Math.min(SAMPLE, count);
        long[] sample = new long[sampled];
        for (int i = 0; i < sampled; i++) {
            sample[i] = bits[(int) ((long) i * count / sampled)];
        }
        int bestRight = laneBits - 1;
        long bestBits = Long.MAX_VALUE;
        int[] histogram = new int[1 << MAX_LEFT_BITS];
        for (int right = laneBits - MAX_LEFT_BITS; right < laneBits; right++) {
            int covered = 0;
            for (int part : commonest(sample, sampled, right, laneBits, histogram)) {
                covered += part < 0 ? 0 : histogram[part];
            }
            long needed =
                    (long) sampled * (right + CODE_BITS)
                            + (long) (sampled - covered) * EXCEPTION_BITS;
            if (needed < bestBits) {
                bestBits = needed;
                bestRight = right;
            }
            clear(sample, sampled, right, laneBits, histogram);
        }
        int[] parts = commonest(sample, sampled, bestRight, laneBits, histogram);
        put(bits, count, bestRight, laneBits, parts, out);
    }

    private static void clear(long[] bits, int count, int right, int laneBits, int[] histogram) {
        for (int i = 0; i < count; i++) {
            histogram[left(bits[i], right, laneBits)] = 0;
        }
    }

    /** The left parts that occur most, filled up with -1; counts them in the histogram. */
    private static int[] commonest(
            long[] bits, int count, int right, int laneBits, int[] histogram) {
        int[] best = new int[MAX_PARTS];
        Arrays.fill(best, -1);
        for (int i = 0; i < count; i++) {
            histogram[left(bits[i], right, laneBits)]++;
        }
        for (int i = 0; i < count; i++) {
            int part = left(bits[i], right, laneBits);
            int last = best[MAX_PARTS - 1];
            if (last < 0 || histogram[part] > histogram[last]) {
                insert(best, part, histogram);
            }
        }
        return best;
    }

    /** Keeps the parts in the order of their counts. */
    private static void insert(int[] best, int part, int[] histogram) {
        int at = 0;
        while (at < MAX_PARTS && best[at] != part && best[at] >= 0) {
            if (histogram[best[at]] < histogram[part]) {
                break;
            }
            at++;
        }
        if (at == MAX_PARTS || best[at] == part) {
            return;
        }
        System.arraycopy(best, at, best, at + 1, MAX_PARTS - 1 - at);
        best[at] = part;
    }

    private static void put(
            long[] bits, int count, int right, int laneBits, int[] parts, ByteOutput out) {
        int used = 0;
        while (used < MAX_PARTS && parts[used] >= 0) {
            used++;
        }
        out.putByte(right);
        out.putByte(used);
        for (int i = 0; i < used; i++) {
            out.putShort(parts[i]);
        }
        long[] codes = new long[count];
        long[] rights = new long[count];
        Exceptions exceptions = new Exceptions();
        for (int i = 0; i < count; i++) {
            int left = left(bits[i], right, laneBits);
            int code = 0;
            while (code < used && parts[code] != left) {
                code++;
            }
            if (code == used) {
                exceptions.add(i, left);
                code = 0;
            }
            codes[i] = code;
            rights[i] = bits[i] & (1L << right) - 1;
        }
        Integers.encodeAz64(codes, count, out);
        Integers.encodeAz64(rights, count, out);
        exceptions.put(out);
    }

    /** The lane's bits of the values. */
    static void decode(byte[] bytes, int offset, int count, int[] codes, long[] target) {
        int right = bytes[offset];
        int used = bytes[offset + 1];
        if (right < MAX_LEFT_BITS || right > 63 || used < 1 || used > MAX_PARTS) {
            throw new IllegalStateException("bits split at " + right + " with " + used + " parts");
        }
        long[] parts = new long[MAX_PARTS];
        for (int i = 0; i < used; i++) {
            parts[i] = (long) getShort(bytes, offset + 2 + 2 * i) << right;
        }
        int codesAt = offset + 2 + 2 * used;
        Az64.decode(bytes, codesAt, count, codes);
        int rightsAt = Az64.end(bytes, codesAt, count);
        Az64.decode(bytes, rightsAt, count, target);
        for (int i = 0; i < count; i++) {
            target[i] |= parts[codes[i] & MAX_PARTS - 1];
        }
        int exceptionsAt = Az64.end(bytes, rightsAt, count);
        Exceptions.patchLeft(bytes, exceptionsAt, right, target);
    }
}
