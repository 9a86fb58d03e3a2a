package io.colonnade.engine.memory;

import java.util.Arrays;

/**
 * The distinct values of a text column while they are few: numbers them 0, 1, ... Values lie in the
 * column's heap. One thread.
 */
final class TextCodes {
    /** More distinct values than this are not worth codes; their table would leave the cache. */
    static final int MAX_CODES = 2048;

    private static final int SLOTS = 2 * MAX_CODES;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** 1 + code by slot, 0 = free. */
    private final short[] table = new short[SLOTS];

    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int size;

    int size() {
        return size;
    }

    int[] starts() {
        return starts;
    }

    int[] lengths() {
        return lengths;
    }

    /** The code of a value, or -1 - slot, to be given to {@link #add}. */
    int find(byte[] bytes, int start, int length, byte[] heap) {
        int slot = (int) (hash(bytes, start, length) >>> 32) & SLOTS - 1;
        while (table[slot] != 0) {
            int code = table[slot] - 1;
            if (lengths[code] == length
                    && Arrays.equals(
                            bytes,
                            start,
                            start + length,
                            heap,
                            starts[code],
                            starts[code] + length)) {
                return code;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return -1 - slot;
    }

    /** Adds a value that was not found; returns its code. Not beyond MAX_CODES. */
    int add(int slot, int start, int length) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        starts[size] = start;
        lengths[size] = length;
        table[slot] = (short) ++size;
        return size - 1;
    }

    private static long hash(byte[] bytes, int start, int length) {
        long h = length;
        for (int i = start; i < start + length; i++) {
            h = (h ^ bytes[i]) * MULTIPLIER;
            h ^= h >>> 29;
        }
        return h * MULTIPLIER;
    }
}
