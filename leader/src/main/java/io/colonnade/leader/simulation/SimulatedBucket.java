package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The objects, strongly consistent: every call takes effect at once and never fails. Processes
 * reach it through {@link SimulatedStore}. Owned by the baton's holder.
 */
final class SimulatedBucket implements ObjectStore {
    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private final LongSupplier micros;
    private Witness witness;

    private record Stored(byte[] bytes, long micros) {}

    /** Sees every change. */
    interface Witness {
        void created(String key);

        void deleting(String key);
    }

    SimulatedBucket(LongSupplier micros) {
        this.micros = micros;
    }

    void watch(Witness observer) {
        witness = observer;
    }

    boolean contains(String key) {
        return objects.containsKey(key);
    }

    void create(String key, byte[] bytes) {
        objects.put(key, new Stored(bytes, micros.getAsLong()));
        witness.created(key);
    }

    static byte[] bytes(List<ByteBuffer> body) {
        ByteBuffer all = ByteBuffer.allocate(body.stream().mapToInt(ByteBuffer::remaining).sum());
        body.forEach(part -> all.put(part.duplicate()));
        return all.array();
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        create(key, bytes(body));
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        if (objects.containsKey(key)) {
            return false;
        }
        create(key, bytes(List.of(body)));
        return true;
    }

    @Override
    public Optional<byte[]> get(String key) {
        Stored found = objects.get(key);
        return found == null ? Optional.empty() : Optional.of(found.bytes());
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        Stored found = objects.get(key);
        if (found == null) {
            throw new ColonnadeException(ErrorCode.UNDEFINED_FILE, key + " is not there");
        }
        target.put(found.bytes(), (int) offset, target.remaining());
    }

    @Override
    public long size(String key) {
        return get(key).map(bytes -> bytes.length).orElse(-1);
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        boolean after = startAfter.compareTo(prefix) > 0;
        NavigableMap<String, Stored> from = objects.tailMap(after ? startAfter : prefix, !after);
        List<ObjectInfo> found = new ArrayList<>();
        for (Map.Entry<String, Stored> object : from.entrySet()) {
            if (found.size() == limit || !object.getKey().startsWith(prefix)) {
                break;
            }
            Stored stored = object.getValue();
            found.add(new ObjectInfo(object.getKey(), stored.bytes().length, stored.micros()));
        }
        return found;
    }

    @Override
    public void delete(String key) {
        if (objects.containsKey(key)) {
            witness.deleting(key);
            objects.remove(key);
        }
    }

    @Override
    public void close() {
        // Holds memory only.
    }
}
