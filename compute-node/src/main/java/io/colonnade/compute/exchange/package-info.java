/** Moves batches between nodes: credits in bytes, failures carried along. */
package io.colonnade.compute.exchange;
