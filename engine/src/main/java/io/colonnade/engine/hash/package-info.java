/** Indexes from keys to rows or groups: dense arrays and hash directories, probed batch-wise. */
package io.colonnade.engine.hash;
