/** Vectors, encodings, segments, object stores and the commit log. */
package io.colonnade.storage;
