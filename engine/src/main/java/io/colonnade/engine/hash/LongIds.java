package io.colonnade.engine.hash;

/** Ids of integers, for {@link LongGroupIndex}: 1, 2, ... in the order of their first insert. */
abstract sealed class LongIds permits DenseLongIds, HashedLongIds {
    /**
     * Writes the id of keys[i] to ids[i] for the first `count` keys; new keys get ids from size + 1
     * on, and their indexes go to `added`. There is room. Returns how many are new.
     */
    abstract int insert(long[] keys, int count, int size, int[] ids, int[] added);

    /** Makes the key's id `id`; there is room. */
    abstract void put(long key, int id);

    /** Bytes held. */
    abstract long bytes();
}
