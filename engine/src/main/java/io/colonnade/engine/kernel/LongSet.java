package io.colonnade.engine.kernel;

/**
 * A fixed set of longs: linear probing in a table of at least twice the size, so that a miss ends
 * after about one probe. Immutable.
 */
public final class LongSet {
    private final long[] table;
    private final boolean[] used;
    private final int mask;

    public LongSet(long[] values) {
        int size = Integer.highestOneBit(Math.max(values.length, 4)) << 2;
        table = new long[size];
        used = new boolean[size];
        mask = size - 1;
        for (long value : values) {
            int slot = slot(value);
            while (used[slot] && table[slot] != value) {
                slot = slot + 1 & mask;
            }
            used[slot] = true;
            table[slot] = value;
        }
    }

    private int slot(long value) {
        long h = value * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 40) & mask;
    }

    public boolean contains(long value) {
        int slot = slot(value);
        while (used[slot]) {
            if (table[slot] == value) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }

    /** Writes 1 where the value is in the set, else 0, at each row (null = the first n). */
    public void test(long[] values, int[] rows, int n, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            out[p] = (byte) (contains(values[p]) ? 1 : 0);
        }
    }
}
