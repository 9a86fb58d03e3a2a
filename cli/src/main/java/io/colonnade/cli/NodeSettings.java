package io.colonnade.cli;

import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user said of the compute node in this process. Validated and immutable.
 *
 * @param slices that it owns
 * @param threads that compute; empty = one per core
 * @param queryMemoryBytes what all queries together may use; empty = a share of the heap
 * @param cache what it keeps of the bucket
 */
public record NodeSettings(
        int slices,
        Optional<Integer> threads,
        Optional<Long> queryMemoryBytes,
        CacheSettings cache) {
    /** Below this not even a small sort gets anywhere. */
    private static final long LEAST_MEMORY_BYTES = 16L << 20;

    private static final int MOST_THREADS = 1024;

    public NodeSettings {
        ServerConfig.checkSlices(slices);
        if (threads.isPresent() && (threads.get() < 1 || threads.get() > MOST_THREADS)) {
            throw invalid("threads " + threads.get() + " is not between 1 and " + MOST_THREADS);
        }
        if (queryMemoryBytes.isPresent() && queryMemoryBytes.get() < LEAST_MEMORY_BYTES) {
            throw invalid("a memory budget of " + queryMemoryBytes.get() + " bytes is below 16 MB");
        }
    }

    /** So many slices, everything else as usual. */
    public static NodeSettings ofSlices(int slices) {
        return new NodeSettings(slices, Optional.empty(), Optional.empty(), CacheSettings.DEFAULT);
    }

    NodeSettings withCache(CacheSettings newCache) {
        return new NodeSettings(slices, threads, queryMemoryBytes, newCache);
    }

    /**
     * The node's configuration.
     *
     * @param local folder for what it may lose
     * @param distant whether the bucket is not on this machine
     */
    ComputeConfig resolve(int nodeId, Path local, boolean distant) {
        ComputeConfig usual =
                ComputeConfig.forHeap(nodeId, slices, local.resolve("spill"))
                        .withCache(cache.resolve(local, distant));
        return new ComputeConfig(
                nodeId,
                slices,
                threads.orElse(usual.workers()),
                queryMemoryBytes.orElse(usual.queryMemoryBytes()),
                usual.blockCacheBytes(),
                usual.spillFolder(),
                usual.cache());
    }

    private static ColonnadeException invalid(String message) {
        return new ColonnadeException(ErrorCode.CONFIG_FILE_ERROR, message);
    }
}
