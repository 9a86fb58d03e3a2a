/** Accounted memory: a query's budget, and rows kept column by column under it. */
package io.colonnade.engine.memory;
