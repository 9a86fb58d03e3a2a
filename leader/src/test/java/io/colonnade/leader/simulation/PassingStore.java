package io.colonnade.leader.simulation;

import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A store that hands every call on; for those that change some. */
class PassingStore implements ObjectStore {
    final ObjectStore store;

    PassingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        return store.putIfAbsent(key, body);
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        return store.list(prefix, startAfter, limit);
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        store.put(key, body);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return store.get(key);
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        store.read(key, offset, target);
    }

    @Override
    public long size(String key) {
        return store.size(key);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
