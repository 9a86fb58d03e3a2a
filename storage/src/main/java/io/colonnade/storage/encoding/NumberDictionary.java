package io.colonnade.storage.encoding;

import java.util.Arrays;

/**
 * Distinct 64-bit values of a block, each with a code in order of arrival. Owned by one writer, for
 * one block.
 *
 * <pre>
 * DICTIONARY  vector: codes as {@link Integers}
 * BYTEDICT    vector: codes as {@link Integers} | {@link Exceptions}: values without a code
 * </pre>
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
        for (int i = 0; i < count; i++) {
            int code = add(array[i]);
            if (code < 0) {
                return false;
            }
            array[i] = code;
        }
        return true;
    }

    /** Puts codes, and values that found no room any more as exceptions; overwrites the values. */
    public void putCodes(long[] array, int count, ByteOutput out) {
        Exceptions exceptions = new Exceptions();
        for (int i = 0; i < count; i++) {
            int code = add(array[i]);
            if (code < 0) {
                exceptions.add(i, array[i]);
                code = 0;
            }
            array[i] = code;
        }
        Integers.encode(array, count, out);
        exceptions.put(out);
    }

    /** The code of a value, a new one if need be; negative if there is no room. */
    private int add(long value) {
        int mask = table.length - 1;
        int slot = (int) (value * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (table[slot] != 0 && values[table[slot] - 1] != value) {
            slot = slot + 1 & mask;
        }
        if (table[slot] == 0) {
            if (size == limit) {
                return -1;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size] = value;
            table[slot] = ++size;
        }
        return table[slot] - 1;
    }

    /**
     * Reads a vector back.
     *
     * @param withExceptions whether it is of BYTEDICT
     * @param codes room to work in
     */
    public static void decode(
            byte[] bytes,
            int offset,
            int count,
            long[] entries,
            boolean withExceptions,
            int[] codes,
            long[] target) {
        Integers.decode(bytes, offset, count, codes);
        for (int i = 0; i < count; i++) {
            target[i] = entries[codes[i]];
        }
        if (withExceptions) {
            Exceptions.patch(bytes, Integers.end(bytes, offset, count), target);
        }
    }

    /** The same for values that fit an int. */
    public static void decode(
            byte[] bytes,
            int offset,
            int count,
            long[] entries,
            boolean withExceptions,
            int[] codes,
            int[] target) {
        Integers.decode(bytes, offset, count, codes);
        for (int i = 0; i < count; i++) {
            target[i] = (int) entries[codes[i]];
        }
        if (withExceptions) {
            Exceptions.patch(bytes, Integers.end(bytes, offset, count), target);
        }
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
