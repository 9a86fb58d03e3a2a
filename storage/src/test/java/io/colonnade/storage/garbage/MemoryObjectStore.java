package io.colonnade.storage.garbage;

import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket in memory with a clock that tests set. One thread. */
final class MemoryObjectStore implements ObjectStore {
    private final TreeMap<String, Stored> objects = new TreeMap<>();
    long nowMicros = 1;

    private record Stored(byte[] bytes, long micros) {}

    List<String> keys(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        ByteBuffer all = ByteBuffer.allocate(body.stream().mapToInt(ByteBuffer::remaining).sum());
        body.forEach(part -> all.put(part.duplicate()));
        objects.put(key, new Stored(all.array(), nowMicros));
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        if (objects.containsKey(key)) {
            return false;
        }
        put(key, List.of(body));
        return true;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(objects.get(key)).map(Stored::bytes);
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        target.put(objects.get(key).bytes(), (int) offset, target.remaining());
    }

    @Override
    public long size(String key) {
        return get(key).map(bytes -> bytes.length).orElse(-1);
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        return objects.tailMap(startAfter, false).entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .limit(limit)
                .map(MemoryObjectStore::info)
                .toList();
    }

    private static ObjectInfo info(java.util.Map.Entry<String, Stored> object) {
        Stored stored = object.getValue();
        return new ObjectInfo(object.getKey(), stored.bytes().length, stored.micros());
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public void close() {
        // Holds memory only.
    }
}
