/** Encoded blocks and footers kept in memory, bounded. */
package io.colonnade.storage.cache;
