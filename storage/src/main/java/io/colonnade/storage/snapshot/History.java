package io.colonnade.storage.snapshot;

import io.colonnade.log.DroppedTable;
import io.colonnade.log.LoadLabel;
import io.colonnade.log.SavedSnapshot;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a snapshot remembers of the past beside its tables. Immutable.
 *
 * @param timestampMicros time of the version's commit, by the leader's clock, never before that of
 *     the version before
 * @param saved versions kept by CREATE SNAPSHOT, by name
 * @param dropped tables that can be taken back, by id
 * @param labels labels of loads that must not commit again
 */
public record History(
        long timestampMicros,
        SortedMap<String, SavedSnapshot> saved,
        Map<Long, DroppedTable> dropped,
        Map<String, LoadLabel> labels) {}
