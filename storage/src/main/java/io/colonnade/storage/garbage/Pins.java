package io.colonnade.storage.garbage;

import io.colonnade.storage.snapshot.Snapshot;

import java.util.Collection;

/**
 * What the leader that collects knows and the bucket does not.
 *
 * @param current the newest state that the leader gives to new transactions, asked for before the
 *     snapshots, so that whoever begins meanwhile begins on it or a later one; who finds an epoch
 *     newer than its own in the log must not remove anything
 * @param snapshots states that running statements and transactions read
 */
public record Pins(Snapshot current, Collection<Snapshot> snapshots) {}
