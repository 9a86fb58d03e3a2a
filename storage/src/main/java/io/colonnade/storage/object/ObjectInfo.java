package io.colonnade.storage.object;

/**
 * What a listing says of an object.
 *
 * @param modifiedMicros when it was written, in microseconds since 1970 by the store's clock, which
 *     may differ from this machine's
 */
public record ObjectInfo(String key, long sizeBytes, long modifiedMicros) {}
