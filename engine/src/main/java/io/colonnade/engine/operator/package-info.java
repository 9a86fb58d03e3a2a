/** Operators: streaming stages, sources, and sinks that take all input before they give output. */
package io.colonnade.engine.operator;
