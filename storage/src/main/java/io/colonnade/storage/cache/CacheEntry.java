package io.colonnade.storage.cache;

/**
 * A range that is on local disk. Everything but the final fields is guarded by the cache's lock.
 */
final class CacheEntry {
    final ObjectRange range;
    final long address;

    /** On disk, whole units. */
    final int bytes;

    /** Reads lately, counted up to a few; see TwoRings. */
    int references;

    /** Readers now: its bytes must not be given to another entry. */
    int pins;

    /** Dropped while it was being read: the last reader gives the bytes back. */
    boolean doomed;

    boolean hot;
    CacheEntry previous;
    CacheEntry next;

    CacheEntry(ObjectRange range, long address, int bytes) {
        this.range = range;
        this.address = address;
        this.bytes = bytes;
    }
}
