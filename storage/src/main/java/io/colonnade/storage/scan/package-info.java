/** Reading tables: pruning by zone maps, lazy decoding, deleted rows. */
package io.colonnade.storage.scan;
