package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.rpc.CacheStatus;
import io.colonnade.rpc.StatusReply;

import java.util.List;

/** What the compute nodes keep of the bucket and how well that works. Stateless. */
final class CacheTables {
    private static final String SCHEMA = "pg_catalog";
    private static final long MEGABYTE = 1 << 20;

    private CacheTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "stv_cache",
                        "node int4,memory_bytes int8,memory_limit int8,memory_blocks int8,"
                                + "local_bytes int8,local_file_bytes int8,local_budget int8,"
                                + "local_entries int8,memory_hits int8,disk_hits int8,"
                                + "misses int8,hit_rate float8,prefetches int8,"
                                + "prefetches_used int8,disk_writes int8,not_written int8,"
                                + "evictions int8,corrupt int8,refetched int8,disk_errors int8,"
                                + "disk_bytes_read int8,waiting_bytes int8,store_requests int8,"
                                + "store_bytes int8",
                        CacheTables::caches),
                SystemTable.of(
                        SCHEMA,
                        "stv_node_storage_capacity",
                        "node int4,used int8,capacity int8",
                        CacheTables::capacities));
    }

    private static void caches(SystemContext context, RowSink sink) {
        for (StatusReply reply : context.nodes().status()) {
            CacheStatus cache = reply.getCache();
            sink.row(
                    reply.getNodeId(),
                    cache.getMemoryBytes(),
                    cache.getMemoryLimitBytes(),
                    cache.getMemoryBlocks(),
                    cache.getDiskBytes(),
                    cache.getDiskFileBytes(),
                    cache.getDiskBudgetBytes(),
                    cache.getDiskEntries(),
                    cache.getMemoryHits(),
                    cache.getDiskHits(),
                    cache.getMisses(),
                    hitRate(cache),
                    cache.getPrefetches(),
                    cache.getPrefetchesUsed(),
                    cache.getDiskWrites(),
                    cache.getNotWritten(),
                    cache.getEvictions(),
                    cache.getCorrupt(),
                    cache.getRefetched(),
                    cache.getDiskErrors(),
                    cache.getDiskBytesRead(),
                    cache.getWaitingBytes(),
                    cache.getStoreReads(),
                    cache.getStoreBytes());
        }
    }

    /** Blocks that did not have to come from the store, of all that were read; NULL if none was. */
    private static Double hitRate(CacheStatus cache) {
        double hits = cache.getMemoryHits() + cache.getDiskHits();
        double all = hits + cache.getMisses() + cache.getPrefetchesUsed();
        return all == 0 ? null : hits / all;
    }

    private static void capacities(SystemContext context, RowSink sink) {
        for (StatusReply reply : context.nodes().status()) {
            sink.row(
                    reply.getNodeId(),
                    reply.getCache().getDiskFileBytes() / MEGABYTE,
                    reply.getCache().getDiskBudgetBytes() / MEGABYTE);
        }
    }
}
