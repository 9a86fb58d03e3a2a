package io.colonnade.leader.simulation;

import io.colonnade.storage.cache.ObjectRange;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.LocalDisk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** A careless cache: a local file for each object, believed to be what was written to it. */
final class TrustingReads implements LocalReads {
    private final ObjectStore store;
    private final LocalDisk disk;

    TrustingReads(ObjectStore store, LocalDisk disk, Clock clock, Executor writes) {
        this.store = store;
        this.disk = disk;
    }

    @Override
    public byte[] read(ObjectRange range, TieredReader.Checksum checksum) {
        byte[] bytes = new byte[range.length()];
        try (LocalDisk.LocalFile file = disk.open(range.object())) {
            if (file.read(0, ByteBuffer.wrap(bytes)) == bytes.length) {
                return bytes;
            }
            store.read(range.object(), 0, ByteBuffer.wrap(bytes));
            file.write(0, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            store.read(range.object(), 0, ByteBuffer.wrap(bytes));
        }
        return bytes;
    }

    @Override
    public ObjectStore writeThrough() {
        return store;
    }
}
