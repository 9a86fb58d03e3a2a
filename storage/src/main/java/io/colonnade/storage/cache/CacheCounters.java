package io.colonnade.storage.cache;

import java.util.concurrent.atomic.LongAdder;

/** What the tiers of a node did since it started. Thread-safe. */
public final class CacheCounters {
    public final LongAdder memoryHits = new LongAdder();
    public final LongAdder diskHits = new LongAdder();

    /** Blocks that had to come from the store because somebody waited for them. */
    public final LongAdder misses = new LongAdder();

    /** Blocks that were asked for before anybody waited, and those of them that were used. */
    public final LongAdder prefetches = new LongAdder();

    public final LongAdder prefetchesUsed = new LongAdder();

    /** Ranges that were written to local disk, and what went there for others to come. */
    public final LongAdder diskWrites = new LongAdder();

    public final LongAdder evictions = new LongAdder();

    /** Entries of local disk that were not what was written, and those read anew from the store. */
    public final LongAdder corrupt = new LongAdder();

    public final LongAdder refetched = new LongAdder();

    /** Reads and writes of local disk that failed. */
    public final LongAdder diskErrors = new LongAdder();

    /** Ranges that were not written: disk failing, too large, or too many waiting. */
    public final LongAdder notWritten = new LongAdder();

    public final LongAdder storeReads = new LongAdder();
    public final LongAdder storeBytes = new LongAdder();
    public final LongAdder diskBytesRead = new LongAdder();
}
