/** Encodings of the vectors of a block; each class shows its byte layout. */
package io.colonnade.storage.encoding;
