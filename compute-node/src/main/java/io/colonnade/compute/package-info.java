/** The compute node: slices, fragment runner, exchange, loads. */
package io.colonnade.compute;
