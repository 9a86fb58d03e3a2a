package io.colonnade.leader.transaction;

import io.colonnade.log.DeleteVector;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Fits a transaction's change of a table to the newest state: new segments get ordinals that follow
 * those given out meanwhile, inline rows go behind those that are there. The committer's thread
 * only.
 *
 * <pre>
 * added segment       ordinal + segments added meanwhile
 * inline rows         the end of an open segment of the same buckets, or a new one
 * removed segment     if it grew meanwhile: only the rows that the transaction saw go
 * </pre>
 */
final class Renumbering {
    private final TableSnapshot before;
    private final TableSnapshot now;
    private final LongPredicate closed;
    private final TableChange.Builder change;

    /** Where inline rows of this change go, by first bucket. */
    private final Map<Integer, SegmentDescriptor> open = new HashMap<>();

    private long next;

    /**
     * @param before the table as the transaction began
     * @param now as the transactions before this one leave it
     * @param closed ordinals of inline segments that must not grow any more
     */
    Renumbering(TableSnapshot before, TableSnapshot now, LongPredicate closed, TableChange change) {
        this.before = before;
        this.now = now;
        this.closed = closed;
        this.change = change.toBuilder();
        this.next = now.nextOrdinal();
    }

    TableChange apply() {
        long shift = now.nextOrdinal() - before.nextOrdinal();
        for (int i = 0; i < change.getAddCount(); i++) {
            long ordinal = change.getAdd(i).getOrdinal() + shift;
            change.getAddBuilder(i).setOrdinal(ordinal);
            next = Math.max(next, ordinal + 1);
        }
        keepWhatGrew();
        for (int i = 0; i < change.getInlineCount(); i++) {
            change.setInline(i, placed(change.getInline(i)));
        }
        return change.build();
    }

    private InlineRows placed(InlineRows rows) {
        SegmentDescriptor target = open.get(rows.getFirstBucket());
        if (target == null) {
            target = find(rows);
        }
        if (target == null || !InlineSegments.takes(target, rows)) {
            target =
                    SegmentDescriptor.newBuilder()
                            .setOrdinal(next++)
                            .setFirstBucket(rows.getFirstBucket())
                            .setLastBucket(rows.getLastBucket())
                            .build();
        }
        // Only what takes() looks at is kept up.
        open.put(
                rows.getFirstBucket(),
                target.toBuilder()
                        .clearInline()
                        .addInline(rows)
                        .setRows(target.getRows() + rows.getRows())
                        .setBytes(target.getBytes() + rows.getBatch().size())
                        .build());
        return rows.toBuilder()
                .setOrdinal(target.getOrdinal())
                .setFirstRow(target.getRows())
                .build();
    }

    /** The newest inline segment that may take the rows; null if there is none. */
    private SegmentDescriptor find(InlineRows rows) {
        for (SegmentDescriptor segment : now.segments().reversed()) {
            if (InlineSegments.takes(segment, rows)
                    && !closed.test(segment.getOrdinal())
                    && !change.getRemoveList().contains(segment.getOrdinal())) {
                return segment;
            }
        }
        return null;
    }

    private void keepWhatGrew() {
        List<Long> removed = List.copyOf(change.getRemoveList());
        change.clearRemove();
        for (long ordinal : removed) {
            long rows = now.segment(ordinal).map(SegmentDescriptor::getRows).orElse(0L);
            // One that a rewrite made meanwhile holds nothing but rows that were seen.
            long seen = before.segment(ordinal).map(SegmentDescriptor::getRows).orElse(rows);
            if (rows <= seen) {
                change.addRemove(ordinal);
                continue;
            }
            RoaringBitmap gone = new RoaringBitmap();
            gone.add(0L, seen);
            change.addDeletes(
                    DeleteVector.newBuilder()
                            .setSegmentOrdinal(ordinal)
                            .setRows(DeletedRows.encode(gone))
                            .setCount(seen));
        }
    }
}
