package io.colonnade.leader.transaction;

import io.colonnade.log.DeleteVector;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings what a transaction deletes from a table onto the newest state of the table, or throws that
 * it cannot. One per change; the committer's thread only.
 *
 * <pre>
 * deleted row      in its segment, or where a rewrite took it; conflict if deleted meanwhile
 * removed segment  as it was when the transaction began (TRUNCATE), else conflict; what a rewrite
 *                  made of it goes if that holds all rows that were seen, and no others
 * rewrite          rows of its old segments that were deleted meanwhile are deleted in the new ones
 * </pre>
 */
final class Rebase {
    private final TableSnapshot before;
    private final TableSnapshot now;
    private final RecentRewrites rewrites;
    private final Conflicts conflicts;

    Rebase(TableSnapshot before, TableSnapshot now, RecentRewrites rewrites, Conflicts conflicts) {
        this.before = before;
        this.now = now;
        this.rewrites = rewrites;
        this.conflicts = conflicts;
    }

    /**
     * @param map of the rows that the change writes again; null if it does not
     */
    TableChange apply(TableChange change, RowMap map) {
        TableChange.Builder result = change.toBuilder();
        deletes(change.getDeletesList(), result);
        if (map == null) {
            removes(change.getRemoveList(), result);
        } else {
            takeOverDeletes(map, result);
        }
        return result.build();
    }

    /** The rows were there when the transaction began; whoever deleted one since was faster. */
    private void deletes(List<DeleteVector> deletes, TableChange.Builder result) {
        Map<Long, RoaringBitmap> moved = new TreeMap<>();
        result.clearDeletes();
        for (DeleteVector vector : deletes) {
            long ordinal = vector.getSegmentOrdinal();
            Optional<SegmentDescriptor> segment = now.segment(ordinal);
            RoaringBitmap rows = DeletedRows.decode(vector.getRows());
            if (segment.isPresent()) {
                if (RoaringBitmap.intersects(rows, deleted(segment.get()))) {
                    throw conflicts.rows(before, List.of(ordinal), rows);
                }
                result.addDeletes(vector);
                continue;
            }
            Map<Long, RoaringBitmap> places =
                    rewrites.find(now, ordinal, rows)
                            .orElseThrow(() -> conflicts.rows(before, List.of(ordinal), rows));
            places.forEach(
                    (place, there) -> {
                        if (RoaringBitmap.intersects(
                                there, deleted(now.segment(place).orElseThrow()))) {
                            throw conflicts.rows(before, List.of(place, ordinal), null);
                        }
                        moved.merge(place, there, (a, b) -> RoaringBitmap.or(a, b));
                    });
        }
        moved.forEach((ordinal, rows) -> result.addDeletes(vector(ordinal, rows)));
    }

    private static RoaringBitmap deleted(SegmentDescriptor segment) {
        return DeletedRows.decode(segment.getDeletedRows());
    }

    private static DeleteVector vector(long ordinal, RoaringBitmap rows) {
        return DeleteVector.newBuilder()
                .setSegmentOrdinal(ordinal)
                .setCount(rows.getLongCardinality())
                .setRows(DeletedRows.encode(rows))
                .build();
    }

    private void removes(List<Long> removes, TableChange.Builder result) {
        Set<Long> targets = new LinkedHashSet<>();
        List<Long> all = new ArrayList<>(removes);
        ArrayDeque<Long> open = new ArrayDeque<>(removes);
        while (!open.isEmpty()) {
            long ordinal = open.remove();
            Optional<SegmentDescriptor> segment = now.segment(ordinal);
            if (segment.isPresent()) {
                requireSame(segment.get(), ordinal);
                targets.add(ordinal);
                continue;
            }
            for (long successor :
                    rewrites.successors(now.id(), ordinal, all, before.segment(ordinal))
                            .orElseThrow(() -> conflicts.rows(before, List.of(ordinal), null))) {
                if (!all.contains(successor)) {
                    all.add(successor);
                    open.add(successor);
                }
            }
        }
        result.clearRemove().addAllRemove(targets);
    }

    /** A segment that a rewrite made was whole when it was added. */
    private void requireSame(SegmentDescriptor segment, long ordinal) {
        var seen =
                before.segment(ordinal)
                        .map(SegmentDescriptor::getDeletedRows)
                        .orElse(com.google.protobuf.ByteString.EMPTY);
        if (!segment.getDeletedRows().equals(seen)) {
            throw conflicts.rows(before, List.of(ordinal), null);
        }
    }

    private void takeOverDeletes(RowMap map, TableChange.Builder result) {
        for (long ordinal : result.getRemoveList()) {
            SegmentDescriptor segment =
                    now.segment(ordinal)
                            .orElseThrow(() -> conflicts.rows(before, List.of(ordinal), null));
            SegmentDescriptor old = before.segment(ordinal).orElseThrow();
            if (segment.getDeletedRows().equals(old.getDeletedRows())) {
                continue;
            }
            RoaringBitmap since = RoaringBitmap.andNot(deleted(segment), deleted(old));
            // An inline segment may have grown; what is behind stays where it is.
            since.remove(old.getRows(), 1L << 32);
            map.moved(ordinal, since)
                    .orElseThrow()
                    .forEach((number, rows) -> markDeleted(result.getAddBuilder(number), rows));
        }
    }

    private static void markDeleted(SegmentDescriptor.Builder segment, RoaringBitmap rows) {
        RoaringBitmap all = DeletedRows.decode(segment.getDeletedRows());
        all.or(rows);
        segment.setDeletedRows(DeletedRows.encode(all));
    }
}
