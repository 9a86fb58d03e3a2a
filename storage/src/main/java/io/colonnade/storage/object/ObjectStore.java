package io.colonnade.storage.object;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The bucket: immutable objects under slash-separated keys. No key is a directory prefix of another
 * key. Implementations are thread-safe, may block, and throw ColonnadeException (IO_ERROR,
 * UNDEFINED_FILE, DISK_FULL) that names the key.
 *
 * <p>Keep it this small: what one store cannot do atomically does not belong here.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Writes an object, durable when this returns. Replaces an object of the same key atomically:
     * readers see the old or the new content. The buffers' positions are not changed.
     */
    void put(String key, List<ByteBuffer> body);

    /**
     * Writes an object unless the key exists; durable when this returns true. Of several callers at
     * most one gets true. False says that the key existed, with whatever content.
     */
    boolean putIfAbsent(String key, ByteBuffer body);

    /** The whole object, or empty if there is none. */
    Optional<byte[]> get(String key);

    /** Fills `target` from the object's bytes at `offset`; fewer bytes there are an IO_ERROR. */
    void read(String key, long offset, ByteBuffer target);

    /** Length in bytes, or -1 if there is no such object. */
    long size(String key);

    /** Up to `limit` keys that start with `prefix` and sort after `startAfter` (may be empty). */
    List<String> list(String prefix, String startAfter, int limit);

    /** Deletes an object; a key that is absent is not an error. */
    void delete(String key);

    @Override
    void close();
}
