package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.DiskCache;
import io.colonnade.storage.cache.ObjectRange;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.LocalDisk;

import java.util.concurrent.Executor;

/** How a process reads objects by way of its machine's disk. One process's. */
interface LocalReads {
    byte[] read(ObjectRange range, TieredReader.Checksum checksum);

    /** The store, such that what is written to it is kept on the disk. */
    ObjectStore writeThrough();

    /** Makes one for a process that starts. */
    interface Source {
        LocalReads open(ObjectStore store, LocalDisk disk, Clock clock, Executor writes);
    }

    /** The cache of production; without a disk if that cannot be used. */
    static LocalReads tiered(ObjectStore store, LocalDisk disk, Clock clock, Executor writes) {
        CacheCounters counters = new CacheCounters();
        try {
            DiskCache cache = DiskCache.open(disk, DiskCache.MIN_BUDGET_BYTES, clock, counters);
            return new Tiered(TieredReader.through(writes, store, cache, counters));
        } catch (ColonnadeException e) {
            Truth.require(e.code() == ErrorCode.IO_ERROR, "a cache does not open: " + e);
            return new Tiered(new TieredReader(store, null, counters));
        }
    }

    /** See {@link #tiered}. */
    record Tiered(TieredReader reader) implements LocalReads {
        @Override
        public byte[] read(ObjectRange range, TieredReader.Checksum checksum) {
            return reader.read(range, checksum, 0).bytes();
        }

        @Override
        public ObjectStore writeThrough() {
            return reader.writeThrough();
        }
    }
}
