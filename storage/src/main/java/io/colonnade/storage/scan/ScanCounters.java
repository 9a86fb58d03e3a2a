package io.colonnade.storage.scan;

import io.colonnade.storage.cache.Tier;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a scan read and what it did not have to; one per TableScan, added to by all its readers when
 * they leave a row group. A block is one column of one row group; skipped blocks are those of
 * wanted columns that were pruned or never asked for.
 */
public final class ScanCounters {
    private final LongAdder segmentsSkipped = new LongAdder();
    private final LongAdder rowGroupsRead = new LongAdder();
    private final LongAdder rowGroupsSkipped = new LongAdder();
    private final LongAdder blocksRead = new LongAdder();
    private final LongAdder blocksSkipped = new LongAdder();
    private final LongAdder vectorsRead = new LongAdder();
    private final LongAdder vectorsSkipped = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder blocksFromDisk = new LongAdder();
    private final LongAdder blocksFromStore = new LongAdder();

    void skipSegment(int rowGroups, int columns) {
        segmentsSkipped.increment();
        skipRowGroups(rowGroups, columns);
    }

    void skipRowGroups(int rowGroups, int columns) {
        rowGroupsSkipped.add(rowGroups);
        blocksSkipped.add((long) rowGroups * columns);
    }

    void readRowGroup(int blocks, int columns, long bytes) {
        rowGroupsRead.increment();
        blocksRead.add(blocks);
        blocksSkipped.add(columns - blocks);
        bytesRead.add(bytes);
    }

    /** A block that was not in memory. */
    void fetched(Tier from) {
        if (from == Tier.DISK) {
            blocksFromDisk.increment();
        } else if (from == Tier.STORE) {
            blocksFromStore.increment();
        }
    }

    void vectors(int read, int skipped) {
        vectorsRead.add(read);
        vectorsSkipped.add(skipped);
    }

    public long segmentsSkipped() {
        return segmentsSkipped.sum();
    }

    public long rowGroupsRead() {
        return rowGroupsRead.sum();
    }

    public long rowGroupsSkipped() {
        return rowGroupsSkipped.sum();
    }

    public long blocksRead() {
        return blocksRead.sum();
    }

    public long blocksSkipped() {
        return blocksSkipped.sum();
    }

    /** Of the blocks read, those that were on local disk. */
    public long blocksFromDisk() {
        return blocksFromDisk.sum();
    }

    /** Of the blocks read, those that the object store had to give. */
    public long blocksFromStore() {
        return blocksFromStore.sum();
    }

    public long vectorsRead() {
        return vectorsRead.sum();
    }

    public long vectorsSkipped() {
        return vectorsSkipped.sum();
    }

    /** Encoded bytes of the blocks read, from the cache or not. */
    public long bytesRead() {
        return bytesRead.sum();
    }
}
