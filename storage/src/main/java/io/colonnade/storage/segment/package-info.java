/** Segments: immutable objects of columns in blocks, with zone maps at three levels. */
package io.colonnade.storage.segment;
