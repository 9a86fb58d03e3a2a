package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A bucket in memory whose log slots fail as told. Thread-safe. */
final class FaultyObjectStore implements ObjectStore {
    /** What the next writes of log slots meet. */
    enum Fault {
        /** Nothing is written. */
        FAIL_BEFORE,
        /** The slot is written and the reply is lost. */
        LOSE_REPLY
    }

    // Guarded by this.
    private final TreeMap<String, byte[]> objects = new TreeMap<>();

    // Guarded by this.
    private Fault fault;

    // Guarded by this: faults still to come.
    private int faults;

    // Guarded by this.
    private boolean unreadable;

    /** Writes of log slots that were asked for. */
    final AtomicInteger slotWrites = new AtomicInteger();

    /** Each slot write waits for this; a test holds it to let transactions queue up. */
    final Object gate = new Object();

    synchronized void fail(Fault kind, int times) {
        fault = kind;
        faults = times;
    }

    synchronized void setUnreadable(boolean value) {
        unreadable = value;
    }

    synchronized int slots() {
        return (int) objects.keySet().stream().filter(key -> key.startsWith("log/")).count();
    }

    synchronized Map<String, byte[]> all() {
        return new TreeMap<>(objects);
    }

    private static ColonnadeException broken(String key) {
        return new ColonnadeException(ErrorCode.IO_ERROR, "injected failure at " + key);
    }

    @Override
    public synchronized void put(String key, List<ByteBuffer> body) {
        ByteBuffer all = ByteBuffer.allocate(body.stream().mapToInt(ByteBuffer::remaining).sum());
        body.forEach(part -> all.put(part.duplicate()));
        objects.put(key, all.array());
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        if (key.startsWith("log/")) {
            slotWrites.incrementAndGet();
            synchronized (gate) {
                return putSlot(key, body);
            }
        }
        return putSlot(key, body);
    }

    private synchronized boolean putSlot(String key, ByteBuffer body) {
        boolean failing = faults > 0 && key.startsWith("log/");
        if (failing) {
            faults--;
            if (fault == Fault.FAIL_BEFORE) {
                throw broken(key);
            }
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        boolean created = objects.putIfAbsent(key, bytes) == null;
        if (failing) {
            throw new ColonnadeException(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN, "injected lost reply at " + key);
        }
        return created;
    }

    @Override
    public synchronized Optional<byte[]> get(String key) {
        if (unreadable) {
            throw broken(key);
        }
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public synchronized void read(String key, long offset, ByteBuffer target) {
        byte[] bytes = objects.get(key);
        target.put(bytes, (int) offset, target.remaining());
    }

    @Override
    public synchronized long size(String key) {
        byte[] bytes = objects.get(key);
        return bytes == null ? -1 : bytes.length;
    }

    @Override
    public synchronized List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .filter(object -> object.getKey().compareTo(startAfter) > 0)
                .limit(limit)
                .map(object -> new ObjectInfo(object.getKey(), object.getValue().length, 0))
                .toList();
    }

    @Override
    public synchronized void delete(String key) {
        objects.remove(key);
    }

    @Override
    public void close() {
        // Holds memory only.
    }
}
