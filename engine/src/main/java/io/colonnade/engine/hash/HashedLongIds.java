package io.colonnade.engine.hash;

/** Ids in an open-addressing table with the keys themselves in it, at most half full. */
final class HashedLongIds extends LongIds {
    private static final int MIN_BITS = 10;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Id by slot, 0 = free. */
    private final int[] ids;

    private final long[] values;
    private final int shift;

    /** Room for so many keys. */
    HashedLongIds(long keys) {
        int bits = bits(keys);
        ids = new int[1 << bits];
        values = new long[1 << bits];
        shift = 64 - bits;
    }

    private static int bits(long keys) {
        return Math.max(MIN_BITS, 64 - Long.numberOfLeadingZeros(keys * 2 - 1));
    }

    static long bytes(long keys) {
        return 12L << bits(keys);
    }

    /** Most keys before a larger one is needed. */
    int capacity() {
        return ids.length / 2;
    }

    private static int slot(long value, int shift) {
        long h = value * MULTIPLIER;
        return (int) ((h ^ h >>> 32) * MULTIPLIER >>> shift);
    }

    @Override
    int insert(long[] keys, int count, int size, int[] to, int[] added) {
        int[] table = ids;
        long[] stored = values;
        int mask = table.length - 1;
        int s = shift;
        int fresh = 0;
        int last = size;
        for (int i = 0; i < count; i++) {
            long key = keys[i];
            int slot = slot(key, s);
            int id;
            while ((id = table[slot]) != 0 && stored[slot] != key) {
                slot = slot + 1 & mask;
            }
            if (id == 0) {
                id = ++last;
                table[slot] = id;
                stored[slot] = key;
                added[fresh++] = i;
            }
            to[i] = id;
        }
        return fresh;
    }

    @Override
    void put(long key, int id) {
        int mask = ids.length - 1;
        int slot = slot(key, shift);
        while (ids[slot] != 0) {
            slot = slot + 1 & mask;
        }
        ids[slot] = id;
        values[slot] = key;
    }

    @Override
    long bytes() {
        return 12L * ids.length;
    }
}
