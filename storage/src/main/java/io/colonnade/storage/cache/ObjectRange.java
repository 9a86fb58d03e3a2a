package io.colonnade.storage.cache;

/**
 * Bytes of an immutable object: a block, dictionary or footer of a segment. What caches go by.
 *
 * @param object its key in the bucket
 */
public record ObjectRange(String object, long offset, int length) {
    @Override
    public int hashCode() {
        return 31 * object.hashCode() + Long.hashCode(offset * 0x9E3779B97F4A7C15L);
    }
}
