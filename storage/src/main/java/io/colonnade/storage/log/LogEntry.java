package io.colonnade.storage.log;

import io.colonnade.log.CommitRecord;

/**
 * A log slot as it was read.
 *
 * @param hash SHA-256 of the slot's bytes; the next record names it
 */
public record LogEntry(CommitRecord record, byte[] hash) {}
