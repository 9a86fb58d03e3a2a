package io.colonnade.storage.inline;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnSummary;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Inline segments: descriptors whose rows are in themselves. Each commit of small inserts makes the
 * next descriptor, longer at its end; all that came before stays as it is, so that snapshots share
 * the rows. Stateless.
 */
public final class InlineSegments {
    /** One morsel; the rows are one row group. */
    public static final int MAX_ROWS = 65_536;

    /** A segment of longer rows ends here, so that what is folded or shipped at once is small. */
    public static final long MAX_BYTES = 4L << 20;

    private InlineSegments() {}

    public static boolean isInline(SegmentDescriptor segment) {
        return segment.getInlineCount() > 0;
    }

    /** Whether the rows may go behind those of the segment: same buckets and columns, and room. */
    public static boolean takes(SegmentDescriptor segment, InlineRows rows) {
        return isInline(segment)
                && segment.getFirstBucket() == rows.getFirstBucket()
                && segment.getLastBucket() == rows.getLastBucket()
                && segment.getRows() + rows.getRows() <= MAX_ROWS
                && segment.getBytes() + rows.getBatch().size() <= MAX_BYTES
                && segment.getInline(0).getColumnIdsList().equals(rows.getColumnIdsList());
    }

    /** Whether hardly anything fits in any more. */
    public static boolean isFull(SegmentDescriptor segment) {
        return segment.getRows() >= MAX_ROWS - MAX_ROWS / 64
                || segment.getBytes() >= MAX_BYTES - MAX_BYTES / 64;
    }

    /** A segment of these rows alone. */
    public static SegmentDescriptor start(InlineRows rows, long version) {
        SegmentDescriptor.Builder segment =
                SegmentDescriptor.newBuilder()
                        .setOrdinal(rows.getOrdinal())
                        .setRowGroups(1)
                        .setFirstBucket(rows.getFirstBucket())
                        .setLastBucket(rows.getLastBucket());
        for (int id : rows.getColumnIdsList()) {
            segment.addColumns(ColumnSummary.newBuilder().setColumnId(id));
        }
        return grown(segment, rows, version);
    }

    /** The segment with more rows at its end. */
    public static SegmentDescriptor append(
            SegmentDescriptor segment, InlineRows rows, long version) {
        if (!isInline(segment)
                || segment.getRows() != rows.getFirstRow()
                || !segment.getInline(0).getColumnIdsList().equals(rows.getColumnIdsList())) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED,
                    "inline rows do not follow those of segment " + segment.getOrdinal());
        }
        return grown(segment.toBuilder(), rows, version);
    }

    private static SegmentDescriptor grown(
            SegmentDescriptor.Builder segment, InlineRows rows, long version) {
        Batch batch = Pieces.decode(rows);
        for (int c = 0; c < batch.columnCount(); c++) {
            ColumnSummary before = segment.getColumns(c);
            segment.setColumns(c, summary(before, batch.column(c), batch.rowCount()));
        }
        List<InlineRows> pieces = new ArrayList<>(segment.getInlineList());
        Pieces.add(pieces, rows);
        long bytes = 0;
        for (InlineRows piece : pieces) {
            bytes += piece.getBatch().size();
        }
        return segment.clearInline()
                .addAllInline(pieces)
                .setRows(segment.getRows() + rows.getRows())
                .setBytes(bytes)
                .setAddedVersion(version)
                .build();
    }

    /** The zone map of a column with more values; it holds no sketch of distinct ones. */
    private static ColumnSummary summary(ColumnSummary before, Vector more, int rows) {
        long min = before.getHasRange() ? before.getMinImage() : Long.MAX_VALUE;
        long max = before.getHasRange() ? before.getMaxImage() : Long.MIN_VALUE;
        long nulls = 0;
        long bytes = 0;
        for (int i = 0; i < rows; i++) {
            if (more.isNull(i)) {
                nulls++;
                continue;
            }
            long image = ZoneImage.of(more, i);
            min = Math.min(min, image);
            max = Math.max(max, image);
            bytes += more instanceof BytesVector text ? text.lengthAt(i) : Long.BYTES;
        }
        boolean hasRange = before.getHasRange() || nulls < rows;
        ColumnSummary.Builder summary =
                before.toBuilder()
                        .setNullCount(before.getNullCount() + nulls)
                        .setRawBytes(before.getRawBytes() + bytes)
                        .setEncodedBytes(before.getEncodedBytes() + bytes);
        return hasRange
                ? summary.setHasRange(true).setMinImage(min).setMaxImage(max).build()
                : summary.build();
    }

    /** The same rows without some, renumbered; empty when none are left. */
    public static Optional<SegmentDescriptor> without(
            SegmentDescriptor segment, RoaringBitmap deleted, long version) {
        SegmentDescriptor left = null;
        for (InlineRows piece : segment.getInlineList()) {
            long first = left == null ? 0 : left.getRows();
            InlineRows kept = Pieces.without(piece, deleted, first);
            if (kept.getRows() > 0) {
                left = left == null ? start(kept, version) : append(left, kept, version);
            }
        }
        return Optional.ofNullable(left);
    }
}
