package io.colonnade.leader.statistics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.log.TableStatistics;
import io.colonnade.storage.snapshot.TableSnapshot;

/**
 * Statistics of the tables in use, derived once per table and version of its rows. Kept by table
 * snapshot identity: a new version has a new one. Thread-safe.
 */
public final class StatisticsCache {
    /** Tables whose statistics stay in memory; a few kilobytes each. */
    private static final int MAX_TABLES = 10_000;

    private static final Cache<TableSnapshot, TableStatistics> BY_TABLE =
            Caffeine.newBuilder().weakKeys().maximumSize(MAX_TABLES).build();

    private StatisticsCache() {}

    public static TableStatistics of(TableSnapshot table) {
        return BY_TABLE.get(table, t -> DerivedStatistics.of(t, t.dataVersion()));
    }
}
