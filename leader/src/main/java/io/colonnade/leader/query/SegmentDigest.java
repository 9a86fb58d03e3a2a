package io.colonnade.leader.query;

import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.inline.InlineSegments;

import java.util.List;

/**
 * What a node in another process has to know of a segment to scan some of its columns: zone maps of
 * those columns, and no sketches, which are most of a descriptor's bytes. Rows that are in the
 * descriptor go as they are. Stateless.
 */
final class SegmentDigest {
    private SegmentDigest() {}

    static SegmentDescriptor of(SegmentDescriptor segment, List<Integer> columnIds) {
        if (InlineSegments.isInline(segment)) {
            return segment;
        }
        SegmentDescriptor.Builder digest = segment.toBuilder().clearColumns();
        for (ColumnSummary column : segment.getColumnsList()) {
            if (columnIds.contains(column.getColumnId())) {
                digest.addColumns(column.toBuilder().clearDistinctSketch());
            }
        }
        return digest.build();
    }
}
