/** The vectorised execution engine: operators, kernels and memory. */
package io.colonnade.engine;
