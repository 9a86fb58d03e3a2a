package io.colonnade.engine.kernel;

import java.util.Arrays;
import java.util.List;

/** A fixed set of byte strings with open addressing. Immutable. */
public final class BytesSet {
    private final byte[][] table;
    private final int mask;

    public BytesSet(List<byte[]> values) {
        int size = Integer.highestOneBit(Math.max(values.size(), 4)) << 2;
        table = new byte[size][];
        mask = size - 1;
        for (byte[] value : values) {
            int slot = hash(value, 0, value.length) & mask;
            while (table[slot] != null && !Arrays.equals(table[slot], value)) {
                slot = slot + 1 & mask;
            }
            table[slot] = value;
        }
    }

    private static int hash(byte[] b, int start, int length) {
        int h = length;
        for (int i = start; i < start + length; i++) {
            h = h * 31 + b[i];
        }
        h *= 0x9E3779B1;
        return h ^ h >>> 15;
    }

    public boolean contains(byte[] b, int start, int length) {
        int slot = hash(b, start, length) & mask;
        while (table[slot] != null) {
            byte[] candidate = table[slot];
            if (candidate.length == length && TextOrder.equal(b, start, candidate, 0, length)) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }

    /** Writes 1 where the text is in the set (0 if flip is 1) at each row (null = the first n). */
    public void test(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            out[p] = (byte) ((contains(heap, starts[p], lengths[p]) ? 1 : 0) ^ flip);
        }
    }
}
