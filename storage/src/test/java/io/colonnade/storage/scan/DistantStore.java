package io.colonnade.storage.scan;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A store whose reads take time and are counted; can be told to fail or damage them. */
final class DistantStore implements ObjectStore {
    private final ObjectStore objects;
    private final long delayNanos;
    final AtomicInteger reads = new AtomicInteger();
    final AtomicLong bytes = new AtomicLong();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();

    /** Reads from now on that fail. */
    final AtomicInteger failures = new AtomicInteger();

    DistantStore(ObjectStore objects, long delayMillis) {
        this.objects = objects;
        delayNanos = delayMillis * 1_000_000;
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        reads.incrementAndGet();
        bytes.addAndGet(target.remaining());
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            Clock.system().sleep(delayNanos);
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ColonnadeException(ErrorCode.IO_ERROR, "the store is away");
            }
            objects.read(key, offset, target);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        objects.put(key, body);
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        return objects.putIfAbsent(key, body);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return objects.get(key);
    }

    @Override
    public long size(String key) {
        return objects.size(key);
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        return objects.list(prefix, startAfter, limit);
    }

    @Override
    public void delete(String key) {
        objects.delete(key);
    }

    @Override
    public void close() {}
}
