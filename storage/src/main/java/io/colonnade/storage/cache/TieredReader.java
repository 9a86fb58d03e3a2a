package io.colonnade.storage.cache;

import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Reads ranges of immutable objects from local disk if they are there, else from the object store.
 * What comes from the store is kept on disk once its checksum fits. Thread-safe.
 */
public final class TieredReader implements AutoCloseable {
    private final ObjectStore objects;
    private final DiskCache disk;
    private final CacheWriter writer;
    private final CacheCounters counters;

    /**
     * A checksum that the caller knows.
     *
     * @param bytes how many bytes it covers, from the start of the range
     */
    public record Checksum(int bytes, int crc) {
        boolean fits(byte[] content) {
            return CacheCipher.crc(content, 0, bytes) == crc;
        }
    }

    /** Bytes of a range with spare ones behind, and where they were. */
    public record Fetched(byte[] bytes, Tier tier) {}

    /**
     * @param disk null = there is no local cache; closed with this
     */
    public TieredReader(ObjectStore objects, DiskCache disk, CacheCounters counters) {
        this(
                objects,
                disk,
                counters,
                disk == null ? null : CacheWriter.onOwnThread(disk, counters));
    }

    private TieredReader(
            ObjectStore objects, DiskCache disk, CacheCounters counters, CacheWriter writer) {
        this.objects = objects;
        this.disk = disk;
        this.counters = counters;
        this.writer = writer;
    }

    /** One without a thread: what is to be kept is written to disk where the executor runs it. */
    public static TieredReader through(
            Executor writes, ObjectStore objects, DiskCache disk, CacheCounters counters) {
        return new TieredReader(
                objects, disk, counters, CacheWriter.through(writes, disk, counters));
    }

    /** The range's bytes; from the store they may be damaged, which the caller checks. */
    public Fetched read(ObjectRange range, Checksum checksum, int padding) {
        boolean wasOnDisk = false;
        if (disk != null) {
            wasOnDisk = disk.contains(range);
            byte[] bytes = disk.read(range, padding);
            if (bytes != null && checksum.fits(bytes)) {
                return new Fetched(bytes, Tier.DISK);
            }
        }
        byte[] bytes = new byte[range.length() + padding];
        readStore(range.object(), range.offset(), ByteBuffer.wrap(bytes, 0, range.length()));
        if (wasOnDisk) {
            counters.refetched.increment();
        }
        keep(range, checksum, bytes);
        return new Fetched(bytes, Tier.STORE);
    }

    /** Reads from the store what is known not to be on disk. */
    public void readStore(String object, long offset, ByteBuffer target) {
        counters.storeReads.increment();
        counters.storeBytes.add(target.remaining());
        objects.read(object, offset, target);
    }

    /** Writes bytes that came from the store to disk, some time, if they are right. */
    public void keep(ObjectRange range, Checksum checksum, byte[] bytes) {
        if (writer != null && checksum.fits(bytes)) {
            writer.offer(range, bytes);
        }
    }

    /** The range was read from memory. */
    public void touch(ObjectRange range) {
        if (disk != null) {
            disk.touch(range);
        }
    }

    /** Whether there is a local cache. */
    public boolean hasDisk() {
        return disk != null;
    }

    public boolean isOnDisk(ObjectRange range) {
        return disk != null && disk.contains(range);
    }

    /** Wipes what local disk has of these objects. */
    public void forget(Set<String> gone) {
        if (disk != null) {
            disk.forget(gone);
        }
    }

    /** Bytes that are to be written to local disk. */
    public long waitingBytes() {
        return writer == null ? 0 : writer.waitingBytes();
    }

    /** The local cache, null if there is none. */
    public DiskCache disk() {
        return disk;
    }

    public CacheCounters counters() {
        return counters;
    }

    /** The store, such that segments written to it are kept on local disk too. */
    public ObjectStore writeThrough() {
        return disk == null ? objects : new WriteThroughStore(objects, disk);
    }

    @Override
    public void close() {
        if (disk != null) {
            writer.close();
            disk.close();
        }
    }
}
