package io.colonnade.storage.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to the disk cache beside its readers, so that nobody who waits for a block waits for its
 * encryption too. Bounded: what does not fit the queue is not kept. Thread-safe.
 */
final class CacheWriter implements AutoCloseable {
    /** Some 50 ms of encryption and writing. */
    private static final long MAX_QUEUED_BYTES = 32L << 20;

    private final DiskCache disk;
    private final CacheCounters counters;
    private final Executor executor;
    private final Runnable end;
    private final AtomicLong queuedBytes = new AtomicLong();

    private CacheWriter(DiskCache disk, CacheCounters counters, Executor executor, Runnable end) {
        this.disk = disk;
        this.counters = counters;
        this.executor = executor;
        this.end = end;
    }

    /** One that has a thread of its own. */
    static CacheWriter onOwnThread(DiskCache disk, CacheCounters counters) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("cache-writer").factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
        thread.execute(CacheCipher::warmUp);
        return new CacheWriter(disk, counters, thread, thread::close);
    }

    /** One that writes where its owner says, one entry after the other. */
    static CacheWriter through(Executor executor, DiskCache disk, CacheCounters counters) {
        return new CacheWriter(disk, counters, executor, () -> {});
    }

    /** The bytes must not change any more. */
    void offer(ObjectRange range, byte[] bytes) {
        if (queuedBytes.addAndGet(range.length()) > MAX_QUEUED_BYTES) {
            queuedBytes.addAndGet(-range.length());
            counters.notWritten.increment();
            return;
        }
        executor.execute(
                () -> {
                    disk.write(range, bytes);
                    queuedBytes.addAndGet(-range.length());
                });
    }

    long waitingBytes() {
        return queuedBytes.get();
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        end.run();
    }
}
