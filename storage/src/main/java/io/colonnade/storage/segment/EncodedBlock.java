package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.Encoding;

/**
 * A block ready to be written.
 *
 * @param minImage of all its values; above maxImage when all are NULL
 */
record EncodedBlock(
        byte[] bytes, Encoding encoding, int rows, long minImage, long maxImage, int nullCount) {}
