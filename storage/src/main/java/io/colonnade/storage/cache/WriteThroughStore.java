package io.colonnade.storage.cache;

import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The store for a node's writers: once a segment is in the store, its parts go to the local cache
 * too, each as the range that readers will ask for. Thread-safe.
 */
final class WriteThroughStore implements ObjectStore {
    private static final String SEGMENTS = ".seg";

    private final ObjectStore objects;
    private final DiskCache disk;

    WriteThroughStore(ObjectStore objects, DiskCache disk) {
        this.objects = objects;
        this.disk = disk;
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        objects.put(key, body);
        if (!key.endsWith(SEGMENTS)) {
            return;
        }
        long offset = 0;
        for (ByteBuffer part : body) {
            ObjectRange range = new ObjectRange(key, offset, part.remaining());
            byte[] bytes = new byte[range.length()];
            part.duplicate().get(bytes);
            disk.write(range, bytes);
            offset += range.length();
        }
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
    public void read(String key, long offset, ByteBuffer target) {
        objects.read(key, offset, target);
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

    /** The store is its owner's to close. */
    @Override
    public void close() {}
}
