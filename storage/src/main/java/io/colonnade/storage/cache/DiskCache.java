package io.colonnade.storage.cache;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.LocalDisk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ranges of objects on a node's local disk: encrypted, checked whenever they are read, never more
 * bytes of files than the budget. It may lose anything at any time; what it gives is right. A disk
 * that fails is left alone for a while and never fails a caller. Thread-safe; files are read and
 * written without a lock, one writer at a time.
 */
public final class DiskCache implements AutoCloseable {
    /** Less holds no row group of a usual table. */
    public static final long MIN_BUDGET_BYTES = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

    /** For the files of the key and the lock. */
    private static final long OTHER_FILES_BYTES = 4096;

    /** An entry that needs more than this share would push out too much. */
    private static final int MIN_ENTRIES = 4;

    /** How long a failing disk is left alone before it is tried again. */
    private static final long PAUSE_NANOS = 30_000_000_000L;

    /** So many reads in a row that fail mean the disk, not a spot on it. */
    private static final int FAILED_READS = 16;

    private final LocalDisk disk;
    private final Clock clock;
    private final long budgetBytes;
    private final CacheCounters counters;
    private final CacheCipher cipher;
    private final ExtentFiles files;

    /** Guards index, space, rings, entries and the two fields behind them; nothing waits in it. */
    private final Object lock = new Object();

    private final Map<ObjectRange, CacheEntry> index = new HashMap<>();
    private final ExtentSpace space;
    private final TwoRings rings;
    private int failedReads;
    private long pausedUntil;
    private boolean paused;

    /** Held by the one writer. */
    private final Object writing = new Object();

    private DiskCache(LocalDisk disk, long budgetBytes, Clock clock, CacheCounters counters)
            throws IOException {
        this.disk = disk;
        this.clock = clock;
        this.budgetBytes = budgetBytes;
        this.counters = counters;
        long units = (budgetBytes - OTHER_FILES_BYTES) / EntryFormat.UNIT_BYTES;
        space = new ExtentSpace(units * EntryFormat.UNIT_BYTES);
        rings = new TwoRings(space.capacity());
        cipher = CacheCipher.open(disk);
        files = ExtentFiles.open(disk, space);
        files.forEachHeader(this::adopt);
    }

    /** Takes over the entries that are on the disk already and carry its key. */
    public static DiskCache open(
            LocalDisk disk, long budgetBytes, Clock clock, CacheCounters counters) {
        if (budgetBytes < MIN_BUDGET_BYTES) {
            throw new ColonnadeException(
                    ErrorCode.CONFIG_FILE_ERROR,
                    "the local cache needs at least " + MIN_BUDGET_BYTES + " bytes");
        }
        try {
            return new DiskCache(disk, budgetBytes, clock, counters);
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "cannot use local cache " + disk + ": " + e, e);
        }
    }

    private void adopt(long address, EntryFormat.Header header) {
        int bytes = EntryFormat.unitBytes(header.range());
        if (header.fingerprint() == cipher.fingerprint()
                && !index.containsKey(header.range())
                && space.take(address, bytes)) {
            CacheEntry entry = new CacheEntry(header.range(), address, bytes);
            index.put(entry.range, entry);
            rings.admit(entry);
        }
    }

    /** The range's bytes with spare ones behind, null if they are not here. */
    public byte[] read(ObjectRange range, int padding) {
        CacheEntry entry;
        synchronized (lock) {
            entry = isPaused() && failedReads >= FAILED_READS ? null : index.get(range);
            if (entry == null) {
                return null;
            }
            entry.pins++;
            rings.touch(entry);
        }
        byte[] plain = null;
        try {
            byte[] bytes = new byte[entry.bytes];
            // Bytes that are not there stay zero, which no tag fits.
            files.read(entry.address, ByteBuffer.wrap(bytes));
            plain = EntryFormat.decode(range, bytes, cipher, padding);
            succeeded(plain != null, range);
        } catch (IOException e) {
            readFailed(e);
        }
        synchronized (lock) {
            entry.pins--;
        }
        if (plain == null) {
            drop(entry);
        }
        releaseIfDoomed(entry);
        return plain;
    }

    private void succeeded(boolean whole, ObjectRange range) {
        synchronized (lock) {
            failedReads = 0;
        }
        if (whole) {
            counters.diskHits.increment();
            counters.diskBytesRead.add(range.length());
        } else {
            counters.corrupt.increment();
            LOG.warn("dropped a damaged entry of local cache {}: {}", disk, range);
        }
    }

    private void readFailed(IOException e) {
        counters.diskErrors.increment();
        boolean pause;
        synchronized (lock) {
            pause = ++failedReads >= FAILED_READS;
        }
        if (pause) {
            pause(e);
        }
    }

    /** Counts a read that a faster tier answered, so that what is read most stays here too. */
    void touch(ObjectRange range) {
        synchronized (lock) {
            CacheEntry entry = index.get(range);
            if (entry != null) {
                rings.touch(entry);
            }
        }
    }

    /** Whether it is here, as far as the index knows. */
    public boolean contains(ObjectRange range) {
        synchronized (lock) {
            return index.containsKey(range);
        }
    }

    /** Keeps the first length() bytes of `plain` if they are worth it; never fails. */
    public void write(ObjectRange range, byte[] plain) {
        int bytes = EntryFormat.unitBytes(range);
        if (bytes < 0 || bytes > ExtentSpace.EXTENT_BYTES || bytes > capacity() / MIN_ENTRIES) {
            counters.notWritten.increment();
            return;
        }
        synchronized (writing) {
            synchronized (lock) {
                if (index.containsKey(range)) {
                    return;
                }
                if (isPaused()) {
                    counters.notWritten.increment();
                    return;
                }
            }
            long address = makeRoom(bytes);
            if (address < 0) {
                counters.notWritten.increment();
                return;
            }
            CacheEntry entry = new CacheEntry(range, address, bytes);
            try {
                files.write(address, EntryFormat.encode(range, plain, cipher));
            } catch (IOException e) {
                writeFailed(entry, e);
                return;
            }
            synchronized (lock) {
                index.put(range, entry);
                rings.admit(entry);
            }
            counters.diskWrites.increment();
        }
    }

    /** Evicts until so many bytes are free in one piece; -1 if all entries are being read. */
    private long makeRoom(int bytes) {
        while (true) {
            CacheEntry victim;
            synchronized (lock) {
                long address = space.allocate(bytes);
                if (address >= 0) {
                    return address;
                }
                victim = rings.evict();
                if (victim == null) {
                    return -1;
                }
                index.remove(victim.range);
            }
            counters.evictions.increment();
            release(victim);
        }
    }

    private void writeFailed(CacheEntry entry, IOException e) {
        counters.diskErrors.increment();
        counters.notWritten.increment();
        synchronized (lock) {
            space.free(entry.address, entry.bytes);
        }
        pause(e);
    }

    /** Takes an entry out of the index; its bytes are free once nobody reads them. */
    private void drop(CacheEntry entry) {
        synchronized (lock) {
            if (index.remove(entry.range, entry)) {
                rings.remove(entry);
                entry.doomed = true;
            }
        }
    }

    private void releaseIfDoomed(CacheEntry entry) {
        synchronized (lock) {
            if (!entry.doomed || entry.pins > 0) {
                return;
            }
            entry.doomed = false;
        }
        release(entry);
    }

    /** Makes the header of an entry without readers unreadable, then its bytes free. */
    private void release(CacheEntry entry) {
        try {
            files.write(entry.address, EntryFormat.WIPED);
        } catch (IOException e) {
            // A restart may find it again and check it then, as it does every entry.
            counters.diskErrors.increment();
        }
        synchronized (lock) {
            space.free(entry.address, entry.bytes);
        }
    }

    /** Drops and wipes the entries of objects that no longer exist. */
    public void forget(Set<String> objects) {
        List<CacheEntry> gone;
        synchronized (lock) {
            gone =
                    index.values().stream()
                            .filter(entry -> objects.contains(entry.range.object()))
                            .toList();
        }
        for (CacheEntry entry : gone) {
            drop(entry);
            releaseIfDoomed(entry);
        }
    }

    /** With the lock held. */
    private boolean isPaused() {
        if (paused && clock.nanos() - pausedUntil >= 0) {
            paused = false;
            failedReads = 0;
            LOG.info("local cache {} is tried again", disk);
        }
        return paused;
    }

    private void pause(IOException reason) {
        synchronized (lock) {
            if (!paused) {
                LOG.warn(
                        "local cache {} fails, reading through to the store: {}",
                        disk,
                        reason.toString());
            }
            paused = true;
            pausedUntil = clock.nanos() + PAUSE_NANOS;
        }
    }

    private long capacity() {
        return space.capacity();
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    /** Bytes of its files. */
    public long fileBytes() {
        return files.bytes() + OTHER_FILES_BYTES;
    }

    /** Bytes of the entries that are in it. */
    public long usedBytes() {
        synchronized (lock) {
            return space.capacity() - space.freeBytes();
        }
    }

    public int entries() {
        synchronized (lock) {
            return index.size();
        }
    }

    @Override
    public void close() {
        synchronized (writing) {
            try {
                files.close();
                disk.close();
            } catch (IOException e) {
                LOG.warn("cannot close local cache {}: {}", disk, e.toString());
            }
        }
    }
}
