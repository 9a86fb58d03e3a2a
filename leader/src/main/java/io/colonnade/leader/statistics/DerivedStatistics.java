package io.colonnade.leader.statistics;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.ColumnStatistics;
import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableStatistics;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.segment.DistinctSketches;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Statistics that follow from the segments' own summaries: rows, distinct values (merged sketches),
 * ranges, NULLs, widths. Exact but for the sketches, and free of any scan.
 */
public final class DerivedStatistics {
    /** Distinct values of inline rows, which have no sketches; PostgreSQL's guess. */
    private static final int GUESSED_DISTINCT = 200;

    private DerivedStatistics() {}

    public static TableStatistics of(TableSnapshot table, long version) {
        TableStatistics.Builder statistics =
                TableStatistics.newBuilder()
                        .setTableId(table.id())
                        .setRows((double) liveRows(table))
                        .setAnalyzedVersion(version);
        for (ColumnDefinition column : table.definition().getColumnsList()) {
            statistics.addColumns(column(table, column.getId()));
        }
        return statistics.build();
    }

    /** Rows that a scan returns. */
    public static long liveRows(TableSnapshot table) {
        long rows = table.storedRows();
        for (SegmentDescriptor segment : table.segments()) {
            if (!segment.getDeletedRows().isEmpty()) {
                rows -= DeletedRows.decode(segment.getDeletedRows()).getLongCardinality();
            }
        }
        return rows;
    }

    private static ColumnStatistics column(TableSnapshot table, int columnId) {
        ColumnStatistics.Builder statistics = ColumnStatistics.newBuilder().setColumnId(columnId);
        List<com.google.protobuf.ByteString> sketches = new ArrayList<>();
        long nulls = 0;
        long rawBytes = 0;
        for (SegmentDescriptor segment : table.segments()) {
            ColumnSummary summary = summary(segment, columnId);
            if (summary == null) {
                nulls += segment.getRows();
                continue;
            }
            nulls += summary.getNullCount();
            rawBytes += summary.getRawBytes();
            if (!summary.getDistinctSketch().isEmpty()) {
                sketches.add(summary.getDistinctSketch());
            }
            if (summary.getHasRange()) {
                widen(statistics, summary);
            }
        }
        long rows = Math.max(1, table.storedRows());
        double distinct = DistinctSketches.estimate(sketches);
        return statistics
                .setDistinct(Math.max(distinct, guessedDistinct(table, nulls)))
                .setNullFraction((double) nulls / rows)
                .setAverageBytes((double) rawBytes / rows)
                .build();
    }

    private static double guessedDistinct(TableSnapshot table, long nulls) {
        long rows = -nulls;
        for (SegmentDescriptor segment : table.segments()) {
            rows += InlineSegments.isInline(segment) ? segment.getRows() : 0;
        }
        return (double) Math.clamp(rows, 0, GUESSED_DISTINCT);
    }

    private static void widen(ColumnStatistics.Builder statistics, ColumnSummary summary) {
        if (!statistics.getHasRange()) {
            statistics
                    .setHasRange(true)
                    .setMinImage(summary.getMinImage())
                    .setMaxImage(summary.getMaxImage());
            return;
        }
        statistics.setMinImage(Math.min(statistics.getMinImage(), summary.getMinImage()));
        statistics.setMaxImage(Math.max(statistics.getMaxImage(), summary.getMaxImage()));
    }

    private static ColumnSummary summary(SegmentDescriptor segment, int columnId) {
        for (ColumnSummary summary : segment.getColumnsList()) {
            if (summary.getColumnId() == columnId) {
                return summary;
            }
        }
        return null;
    }
}
