package io.colonnade.storage.scan;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.segment.Segment;

import org.roaringbitmap.RoaringBitmap;

/** One row group of a scan, taken by one worker. Immutable. */
public final class Morsel {
    private final OpenSegment of;
    private final int rowGroup;
    private final int firstRow;

    /** Blocks that were asked for before a worker took it; null = none. */
    private final Prefetcher.Ahead ahead;

    /**
     * A segment of the scan with what all its morsels share.
     *
     * @param segment the object; null when the rows are in the descriptor
     * @param deleted its deleted rows, null if none
     * @param columns positions in the segment of the request's columns, -1 where it has none
     */
    record OpenSegment(
            SegmentDescriptor descriptor, Segment segment, RoaringBitmap deleted, int[] columns) {
        boolean isInline() {
            return segment == null;
        }

        long ordinal() {
            return descriptor.getOrdinal();
        }

        int rowGroups() {
            return isInline() ? 1 : segment.footer().rowGroups();
        }

        int rows(int rowGroup) {
            return isInline()
                    ? (int) descriptor.getRows()
                    : segment.footer().rowGroupRows()[rowGroup];
        }
    }

    Morsel(OpenSegment of, int rowGroup, int firstRow, Prefetcher.Ahead ahead) {
        this.of = of;
        this.rowGroup = rowGroup;
        this.firstRow = firstRow;
        this.ahead = ahead;
    }

    /** Its reader has left: what was read ahead and not used may go. */
    void left() {
        if (ahead != null) {
            ahead.close();
        }
    }

    OpenSegment of() {
        return of;
    }

    int rowGroup() {
        return rowGroup;
    }

    /** Number within the segment of its first row. */
    int firstRow() {
        return firstRow;
    }

    /** Rows, deleted ones included. */
    public int rows() {
        return of.rows(rowGroup);
    }
}
