package io.colonnade.engine.hash;

/** Ids in an array over a range of keys: one load per key, no hash. */
final class DenseLongIds extends LongIds {
    private final long base;

    /** Id by key - base, 0 = none. */
    private final int[] table;

    DenseLongIds(long base, int length) {
        this.base = base;
        table = new int[length];
    }

    /** The ids of another, over a range that includes its range. */
    DenseLongIds(long base, int length, DenseLongIds other) {
        this(base, length);
        System.arraycopy(other.table, 0, table, (int) (other.base - base), other.table.length);
    }

    static long bytes(long length) {
        return 4 * length;
    }

    long base() {
        return base;
    }

    int length() {
        return table.length;
    }

    boolean covers(long min, long max) {
        return min >= base && max - base < table.length && max - base >= 0;
    }

    @Override
    int insert(long[] keys, int count, int size, int[] ids, int[] added) {
        int[] array = table;
        long low = base;
        int fresh = 0;
        int last = size;
        for (int i = 0; i < count; i++) {
            int slot = (int) (keys[i] - low);
            int id = array[slot];
            if (id == 0) {
                id = ++last;
                array[slot] = id;
                added[fresh++] = i;
            }
            ids[i] = id;
        }
        return fresh;
    }

    @Override
    void put(long key, int id) {
        table[(int) (key - base)] = id;
    }

    @Override
    long bytes() {
        return bytes(table.length);
    }
}
