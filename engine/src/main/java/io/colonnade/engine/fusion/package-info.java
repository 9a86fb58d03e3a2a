/** Expressions compiled to classes of their own, in the background, by shape. */
package io.colonnade.engine.fusion;
