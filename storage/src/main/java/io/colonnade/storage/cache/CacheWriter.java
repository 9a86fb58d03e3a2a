package io.colonnade.storage.cache;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to the disk cache on a thread of its own, so that nobody who waits for a block waits for
 * its encryption too. Bounded: what does not fit the queue is not kept. Thread-safe.
 */
final class CacheWriter implements AutoCloseable {
    /** Some 50 ms of encryption and writing. */
    private static final long MAX_QUEUED_BYTES = 32L << 20;

    private static final Item END = new Item(new ObjectRange("", 0, 0), new byte[0]);

    private final DiskCache disk;
    private final CacheCounters counters;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread thread;

    private record Item(ObjectRange range, byte[] bytes) {}

    CacheWriter(DiskCache disk, CacheCounters counters) {
        this.disk = disk;
        this.counters = counters;
        thread = Thread.ofPlatform().daemon().name("cache-writer").start(this::run);
    }

    /** The bytes must not change any more. */
    void offer(ObjectRange range, byte[] bytes) {
        if (queuedBytes.addAndGet(range.length()) > MAX_QUEUED_BYTES) {
            queuedBytes.addAndGet(-range.length());
            counters.notWritten.increment();
            return;
        }
        queue.add(new Item(range, bytes));
    }

    private void run() {
        CacheCipher.warmUp();
        try {
            for (Item item = queue.take(); item != END; item = queue.take()) {
                disk.write(item.range, item.bytes);
                queuedBytes.addAndGet(-item.range.length());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long waitingBytes() {
        return queuedBytes.get();
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        queue.add(END);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
