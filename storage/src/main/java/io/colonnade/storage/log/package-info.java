/** The append-only commit log: one slot per version, created if absent. */
package io.colonnade.storage.log;
