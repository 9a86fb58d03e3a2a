package io.colonnade.leader.vacuum;

import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.snapshot.DeletedRows;

/**
 * A segment as the order of its slice sees it. Immutable.
 *
 * @param min least zone image of the first sort column
 * @param max greatest one; NULLs come last
 */
record Part(SegmentDescriptor segment, long liveRows, long min, long max) {
    static Part of(SegmentDescriptor segment, int firstSortColumn) {
        long deleted =
                segment.getDeletedRows().isEmpty()
                        ? 0
                        : DeletedRows.decode(segment.getDeletedRows()).getLongCardinality();
        long min = Long.MAX_VALUE;
        long max = Long.MAX_VALUE;
        for (ColumnSummary column : segment.getColumnsList()) {
            if (column.getColumnId() == firstSortColumn && column.getHasRange()) {
                min = column.getMinImage();
                max = column.getNullCount() > 0 ? Long.MAX_VALUE : column.getMaxImage();
            }
        }
        return new Part(segment, segment.getRows() - deleted, min, max);
    }

    long rows() {
        return segment.getRows();
    }

    double liveShare() {
        return rows() == 0 ? 1 : (double) liveRows / rows();
    }

    boolean meets(long low, long high) {
        return min <= high && max >= low;
    }
}
