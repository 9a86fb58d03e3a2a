package io.colonnade.storage.garbage;

import io.colonnade.storage.snapshot.Snapshot;

import java.util.Collection;

/**
 * What the leader that collects knows and the bucket does not.
 *
 * @param epoch of the leader; who finds a newer one in the log must not remove anything
 * @param snapshots states that running statements and transactions read
 */
public record Pins(long epoch, Collection<Snapshot> snapshots) {}
