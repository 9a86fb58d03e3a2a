package io.colonnade.leader.simulation;

import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** A store whose readers see an object from the moment on that somebody begins to create it. */
final class LeakingStore extends PassingStore {
    private final Map<String, byte[]> onTheWay;

    LeakingStore(ObjectStore store, Map<String, byte[]> onTheWay) {
        super(store);
        this.onTheWay = onTheWay;
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        onTheWay.put(key, bytes);
        try {
            return store.putIfAbsent(key, body);
        } finally {
            onTheWay.remove(key);
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        return store.get(key).or(() -> Optional.ofNullable(onTheWay.get(key)));
    }
}
