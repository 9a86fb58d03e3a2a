/** Statements that are planned when a server starts, so that the first of a client is not slow. */
package io.colonnade.sql.warmup;
