package io.colonnade.cli;

import io.colonnade.storage.object.BucketIdentity;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.object.ObjectStores;
import io.colonnade.storage.object.StoreSettings;
import io.colonnade.storage.seam.Clock;

/**
 * Where the bucket is, and how it is reached. Immutable.
 *
 * @param url a folder, a file: URL or an s3: URL
 */
public record StoreLocation(String url, StoreSettings settings) {
    public static StoreLocation of(String url) {
        return new StoreLocation(url, StoreSettings.DEFAULT);
    }

    /** True if reading takes a network's time. */
    boolean isDistant() {
        return !ObjectStores.isFolder(url);
    }

    /** Opens the bucket, which is or becomes a warehouse's; anything else is refused untouched. */
    Bucket open() {
        ObjectStore objects = ObjectStores.open(url, settings);
        try {
            return new Bucket(objects, BucketIdentity.claim(objects, Clock.system()));
        } catch (RuntimeException e) {
            objects.close();
            throw e;
        }
    }

    /** An open bucket. */
    record Bucket(ObjectStore objects, BucketIdentity identity) implements AutoCloseable {
        @Override
        public void close() {
            objects.close();
        }
    }
}
