package io.colonnade.storage.encoding;

import java.util.Arrays;

/**
 * Distinct 64-bit values of a block, each with a code in order of arrival. Owned by one writer, for
 * one block.
 */
public final class NumberDictionary {
    public static final int MAX_ENTRIES = 65_536;

    private static final int SAMPLE = 4096;

    private final int limit;
    private final int[] table;
    private long[] values = new long[256];
    private int size;

    public NumberDictionary(int limit) {
        this.limit = Math.min(limit, MAX_ENTRIES);
        table = new int[Integer.highestOneBit(Math.max(16, this.limit)) * 4];
    }

    /** How many entries pay off for these values, judged by a sample: 0 when none do. */
    public static int worthwhileEntries(long[] values, int count) {
        int n = Math.min(SAMPLE, count);
        int step = count / n;
        long[] sample = new long[n];
        for (int i = 0; i < n; i++) {
            sample[i] = values[i * step];
        }
        NumberDictionary distinct = new NumberDictionary(n / 4);
        return distinct.toCodes(sample, n) ? count / 8 : 0;
    }

    /** Replaces values by their codes; false, with the array spoilt, if they are too many. */
    public boolean toCodes(long[] array, int count) {
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            long value = array[i];
            int slot = (int) (value * 0x9E3779B97F4A7C15L >>> 40) & mask;
            while (table[slot] != 0 && values[table[slot] - 1] != value) {
                slot = slot + 1 & mask;
            }
            if (table[slot] == 0) {
                if (size == limit) {
                    return false;
                }
                if (size == values.length) {
                    values = Arrays.copyOf(values, 2 * size);
                }
                values[size] = value;
                table[slot] = ++size;
            }
            array[i] = table[slot] - 1L;
        }
        return true;
    }

    /** Count i32, then the values. */
    public byte[] toBytes() {
        ByteOutput out = new ByteOutput(4 + 8 * size);
        out.putInt(size);
        for (int i = 0; i < size; i++) {
            out.putLong(values[i]);
        }
        return out.toByteArray();
    }
}
