package io.colonnade.storage.object;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The bucket: immutable objects under slash-separated keys. No key is a directory prefix of another
 * key. Implementations are shared by all threads and may block; they try again by themselves for a
 * while, and then throw a ColonnadeException that names the key:
 *
 * <ul>
 *   <li>STORE_UNAVAILABLE: the store does not answer or is overloaded; the same call may work later
 *   <li>DISK_FULL: a directory store has no room
 *   <li>COMMIT_OUTCOME_UNKNOWN: only {@link #putIfAbsent}, see there
 *   <li>IO_ERROR and others: trying again does not help
 * </ul>
 *
 * <p>Keep it this small: what one store cannot do atomically does not belong here.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Writes an object, durable and seen by every later call of anybody when this returns. Replaces
     * an object of the same key atomically: readers see the old or the new content. After an
     * exception either is there. The buffers' positions are not changed; several buffers are one
     * body, of any length.
     */
    void put(String key, List<ByteBuffer> body);

    /**
     * Writes an object unless the key exists.
     *
     * <ul>
     *   <li>true: this call made the object, and it is durable. Of all calls for a key, at most one
     *       ever returns true, as long as nobody deletes the key.
     *   <li>false: the key exists. Who called before with the same key and did not get an answer
     *       must read the object to learn whether it is his own.
     *   <li>COMMIT_OUTCOME_UNKNOWN: the object may exist, or come to exist later, since a write
     *       that got no answer may still be under way. Only the identical call, repeated until it
     *       returns true or false, settles it; until then the caller must not use the key for
     *       anything else nor go on as if the write had failed.
     *   <li>any other exception: the object was not made by this call and will not be.
     * </ul>
     */
    boolean putIfAbsent(String key, ByteBuffer body);

    /** The whole object, or empty if there is none. */
    Optional<byte[]> get(String key);

    /**
     * Fills `target` from the object's bytes at `offset`; fewer bytes there are an IO_ERROR, and an
     * absent object is UNDEFINED_FILE. Stateless: as many ranges of an object as the caller has
     * threads may be read at once, each in one request, and 8 to 16 MB a range is the most that
     * makes sense. What the target holds after an exception is undefined; the content is not
     * checked, callers have checksums of their own.
     */
    void read(String key, long offset, ByteBuffer target);

    /** Length in bytes, or -1 if there is no such object. */
    long size(String key);

    /**
     * Up to `limit` objects whose keys start with `prefix` and sort after `startAfter` (may be
     * empty), in the order of the keys' UTF-8 bytes. Every object is there whose write returned
     * before this call and that is not deleted; of those written or deleted meanwhile, any.
     */
    List<ObjectInfo> list(String prefix, String startAfter, int limit);

    /** Deletes an object for good; a key that is absent is not an error. */
    void delete(String key);

    @Override
    void close();

    /** Where the store is, for messages. */
    @Override
    String toString();
}
