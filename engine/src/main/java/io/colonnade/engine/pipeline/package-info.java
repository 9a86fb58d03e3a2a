/**
 * Pipelines: a fragment cut at its breakers and run morsel by morsel on a fixed pool of workers.
 */
package io.colonnade.engine.pipeline;
