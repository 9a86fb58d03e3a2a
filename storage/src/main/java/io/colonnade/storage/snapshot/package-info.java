/** The warehouse as of one log version: what queries pin and commits build upon. */
package io.colonnade.storage.snapshot;
