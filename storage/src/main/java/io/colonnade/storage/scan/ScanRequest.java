package io.colonnade.storage.scan;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * What a scan reads.
 *
 * @param segments of one table, with their deleted rows
 * @param columnIds ids of the columns to read, in output order
 * @param types their types; a column that a segment does not have is NULL there
 * @param withRowId whether the reader's row ids are wanted behind the columns; for the caller
 * @param ranges conditions to prune by, all of which rows must meet
 */
public record ScanRequest(
        SegmentStore store,
        List<SegmentDescriptor> segments,
        int[] columnIds,
        List<SqlType> types,
        boolean withRowId,
        List<ColumnRange> ranges) {

    public ScanRequest {
        segments = List.copyOf(segments);
        types = List.copyOf(types);
        ranges = List.copyOf(ranges);
        if (columnIds.length != types.size()) {
            throw new IllegalArgumentException(columnIds.length + " columns, " + types + " types");
        }
    }

    public ScanRequest withRanges(List<ColumnRange> newRanges) {
        return new ScanRequest(store, segments, columnIds, types, withRowId, newRanges);
    }
}
