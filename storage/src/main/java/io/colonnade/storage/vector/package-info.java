/** Batches of column vectors: what operators pass to each other and blocks decode into. */
package io.colonnade.storage.vector;
