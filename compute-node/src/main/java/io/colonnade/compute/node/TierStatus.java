package io.colonnade.compute.node;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.rpc.BlockStatus;
import io.colonnade.rpc.BlocksReply;
import io.colonnade.rpc.CacheStatus;
import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.DiskCache;
import io.colonnade.storage.scan.SegmentStore;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentFooter;
import io.colonnade.storage.segment.SegmentFooter.BlockEntry;

/** Tells what the tiers of a node hold and did, as messages. Stateless. */
final class TierStatus {
    private TierStatus() {}

    static CacheStatus counters(SegmentStore store) {
        CacheCounters counters = store.reader().counters();
        CacheStatus.Builder status =
                CacheStatus.newBuilder()
                        .setMemoryBytes(store.cache().usedBytes())
                        .setMemoryLimitBytes(store.cache().limitBytes())
                        .setMemoryBlocks(store.cache().blockCount())
                        .setMemoryHits(counters.memoryHits.sum())
                        .setDiskHits(counters.diskHits.sum())
                        .setDiskBytesRead(counters.diskBytesRead.sum())
                        .setDiskWrites(counters.diskWrites.sum())
                        .setEvictions(counters.evictions.sum())
                        .setCorrupt(counters.corrupt.sum())
                        .setRefetched(counters.refetched.sum())
                        .setDiskErrors(counters.diskErrors.sum())
                        .setNotWritten(counters.notWritten.sum())
                        .setMisses(counters.misses.sum())
                        .setPrefetches(counters.prefetches.sum())
                        .setPrefetchesUsed(counters.prefetchesUsed.sum())
                        .setStoreReads(counters.storeReads.sum())
                        .setWaitingBytes(store.reader().waitingBytes())
                        .setStoreBytes(counters.storeBytes.sum());
        DiskCache disk = store.reader().disk();
        if (disk != null) {
            status.setDiskBytes(disk.usedBytes())
                    .setDiskFileBytes(disk.fileBytes())
                    .setDiskBudgetBytes(disk.budgetBytes())
                    .setDiskEntries(disk.entries());
        }
        return status.build();
    }

    /** Reads the segment's footer if it is not open. */
    static BlocksReply blocks(SegmentStore store, SegmentDescriptor descriptor) {
        Segment segment = store.open(descriptor);
        SegmentFooter footer = segment.footer();
        BlocksReply.Builder reply = BlocksReply.newBuilder().setSegment(segment.name());
        for (int rowGroup = 0; rowGroup < footer.rowGroups(); rowGroup++) {
            for (int column = 0; column < footer.columns().size(); column++) {
                BlockEntry block = footer.block(rowGroup, column);
                reply.addBlocks(
                        BlockStatus.newBuilder()
                                .setRowGroup(rowGroup)
                                .setColumnId(footer.columns().get(column).id())
                                .setRows(footer.rowGroupRows()[rowGroup])
                                .setMinImage(block.minImage())
                                .setMaxImage(block.maxImage())
                                .setNullCount(block.nullCount())
                                .setBytes(block.length())
                                .setEncoding(block.encoding().name())
                                .setTier(store.tierOf(segment, rowGroup, column).name())
                                .setTemperature(store.temperatureOf(segment, rowGroup, column)));
            }
        }
        return reply.build();
    }
}
