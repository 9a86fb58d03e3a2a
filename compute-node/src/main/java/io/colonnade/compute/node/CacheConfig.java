package io.colonnade.compute.node;

import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.DiskCache;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.FolderDisk;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node keeps of the bucket. Immutable.
 *
 * @param memoryBytes for blocks in memory; empty = a share of the heap
 * @param folder of the local cache; empty = none
 * @param diskBytes what the files of the local cache may take
 * @param distant whether the store is so far that reading ahead pays
 */
public record CacheConfig(
        OptionalLong memoryBytes, Optional<Path> folder, long diskBytes, boolean distant) {
    /** A store on this machine needs nothing beside memory. */
    public static final CacheConfig NONE =
            new CacheConfig(OptionalLong.empty(), Optional.empty(), 0, false);

    TieredReader reader(ObjectStore objects) {
        CacheCounters counters = new CacheCounters();
        DiskCache disk =
                folder.map(FolderDisk::new)
                        .map(f -> DiskCache.open(f, diskBytes, Clock.system(), counters))
                        .orElse(null);
        return new TieredReader(objects, disk, counters);
    }
}
