/** Joins: a shared build side, and stages that probe it. */
package io.colonnade.engine.operator.join;
