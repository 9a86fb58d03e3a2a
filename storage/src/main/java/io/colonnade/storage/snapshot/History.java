package io.colonnade.storage.snapshot;

import io.colonnade.log.DroppedTable;
import io.colonnade.log.LoadLabel;
import io.colonnade.log.SavedSnapshot;

import java.util.Map;
import java.util.Optional;
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
        Map<String, LoadLabel> labels) {
    /** How long a label keeps a load from being repeated: longer than anybody retries. */
    public static final long LABEL_MICROS = 7 * 86_400_000_000L;

    /** The load that has this label, if it is still remembered. */
    public Optional<LoadLabel> label(String label, long nowMicros) {
        return Optional.ofNullable(labels.get(label)).filter(old -> !isExpired(old, nowMicros));
    }

    static boolean isExpired(LoadLabel label, long nowMicros) {
        return nowMicros - label.getTimestampMicros() > LABEL_MICROS;
    }
}
