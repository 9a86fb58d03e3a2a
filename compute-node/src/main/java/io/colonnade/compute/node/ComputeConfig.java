package io.colonnade.compute.node;

import java.nio.file.Path;

/**
 * How a compute node is set up.
 *
 * @param nodeId from 1, unique in the cluster
 * @param slices data slices that the node owns, at least 1
 * @param workers threads that compute, usually one per core
 * @param queryMemoryBytes what all queries together may reserve
 * @param blockCacheBytes encoded blocks kept in memory
 * @param spillFolder local folder for what does not fit in memory; made when needed
 * @param cache its tier on local disk
 */
public record ComputeConfig(
        int nodeId,
        int slices,
        int workers,
        long queryMemoryBytes,
        long blockCacheBytes,
        Path spillFolder,
        CacheConfig cache) {
    public ComputeConfig {
        if (nodeId < 1 || slices < 1 || workers < 1) {
            throw new IllegalArgumentException(
                    "a compute node needs an id, a slice and a worker of at least 1");
        }
    }

    /** A node near its store, without a local cache. */
    public ComputeConfig(
            int nodeId,
            int slices,
            int workers,
            long queryMemoryBytes,
            long blockCacheBytes,
            Path spillFolder) {
        this(
                nodeId,
                slices,
                workers,
                queryMemoryBytes,
                blockCacheBytes,
                spillFolder,
                CacheConfig.NONE);
    }

    /** The same with this cache. */
    public ComputeConfig withCache(CacheConfig newCache) {
        return new ComputeConfig(
                nodeId,
                slices,
                workers,
                queryMemoryBytes,
                newCache.memoryBytes().orElse(blockCacheBytes),
                spillFolder,
                newCache);
    }

    /** A node that shares the JVM's heap: a third for blocks, half for queries. */
    public static ComputeConfig forHeap(int nodeId, int slices, Path spillFolder) {
        long heap = Runtime.getRuntime().maxMemory();
        int cores = Runtime.getRuntime().availableProcessors();
        return new ComputeConfig(nodeId, slices, cores, heap / 2, heap / 3, spillFolder);
    }
}
