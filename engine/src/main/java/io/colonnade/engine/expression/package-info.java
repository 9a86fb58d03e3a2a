/** Compiles the plan's expressions into trees that evaluate a batch at a time. */
package io.colonnade.engine.expression;
