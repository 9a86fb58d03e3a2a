package io.colonnade.leader.transaction;

import io.colonnade.log.DeleteVector;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inline rows that a transaction itself added to a table. They are numbered behind all segments
 * that it began with; the committer numbers them again. What the transaction deletes of them is
 * taken out, so that it never reaches the log. One statement's; not thread-safe.
 */
final class OwnInlineRows {
    /** Rows of one transaction and table that a record may hold; more become segment objects. */
    private static final int MAX_BYTES = 4 << 20;

    /** Batches of a change that are put together when there are more. */
    private static final int MAX_BATCHES = 512;

    private final TableSnapshot table;
    private final TableChange.Builder change;
    private final long firstOrdinal;
    private final Map<Long, RoaringBitmap> deleted = new HashMap<>();

    /**
     * @param firstOrdinal of segments that the transaction did not begin with
     * @param table as the transaction sees it, with these rows
     */
    OwnInlineRows(long firstOrdinal, TableSnapshot table, TableChange.Builder change) {
        this.table = table;
        this.change = change;
        this.firstOrdinal = firstOrdinal;
    }

    boolean isFull() {
        int bytes = 0;
        for (InlineRows rows : change.getInlineList()) {
            bytes += rows.getBatch().size();
        }
        return bytes > MAX_BYTES;
    }

    /** Numbers rows and adds them to the change; what the view has to be told. */
    TableChange add(List<InlineRows> rows) {
        if (change.getInlineCount() > MAX_BATCHES) {
            change.clearInline();
            own().forEach(segment -> change.addAllInline(segment.getInlineList()));
        }
        TableChange.Builder added = TableChange.newBuilder().setTableId(table.id());
        long next = table.nextOrdinal();
        for (InlineRows part : rows) {
            Optional<SegmentDescriptor> open =
                    own().stream().filter(s -> InlineSegments.takes(s, part)).findFirst();
            InlineRows numbered =
                    part.toBuilder()
                            .setOrdinal(open.isPresent() ? open.get().getOrdinal() : next++)
                            .setFirstRow(open.map(SegmentDescriptor::getRows).orElse(0L))
                            .build();
            added.addInline(numbered);
        }
        change.addAllInline(added.getInlineList());
        return added.build();
    }

    private List<SegmentDescriptor> own() {
        List<SegmentDescriptor> own = new ArrayList<>();
        for (SegmentDescriptor segment : table.segments().reversed()) {
            if (segment.getOrdinal() < firstOrdinal) {
                break;
            }
            if (InlineSegments.isInline(segment)) {
                own.add(segment);
            }
        }
        return own.reversed();
    }

    /** Notes deleted rows if they are of these; else false. */
    boolean delete(DeleteVector deletes) {
        long ordinal = deletes.getSegmentOrdinal();
        boolean isOwn = own().stream().anyMatch(segment -> segment.getOrdinal() == ordinal);
        if (isOwn) {
            deleted.computeIfAbsent(ordinal, o -> new RoaringBitmap())
                    .or(DeletedRows.decode(deletes.getRows()));
        }
        return isOwn;
    }

    /** Takes the deleted rows out of the change. */
    void finish() {
        if (deleted.isEmpty()) {
            return;
        }
        change.clearInline();
        for (SegmentDescriptor segment : own()) {
            RoaringBitmap gone = deleted.getOrDefault(segment.getOrdinal(), new RoaringBitmap());
            InlineSegments.without(segment, gone, 0)
                    .ifPresent(left -> change.addAllInline(left.getInlineList()));
        }
    }
}
