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

/**
 * What one committed transaction did to the rows of one table, small enough to be remembered: for
 * naming it to those who conflict with it, and for those who read what it changed. Immutable.
 *
 * @param statement start of the statement that did it, secrets redacted
 * @param deleted by segment ordinal the rows it deleted; null for all or too many to keep
 * @param changed where rows lie that it added or took away
 */
record Footprint(String statement, Map<Long, RoaringBitmap> deleted, List<Zones> changed) {
    /** Bytes of a bitmap that is kept; a thousand footprints of some such stay small. */
    private static final int MAX_BITMAP_BYTES = 4_096;

    /** Zones kept apart; a transaction that adds more segments counts for the whole table. */
    private static final int MAX_ZONES = 256;

    /**
     * @param before the table as the change finds it
     * @param targets where the transaction looked for rows to delete
     */
    static Footprint of(
            TableChange change, TableSnapshot before, List<Zones> targets, String statement) {
        Map<Long, RoaringBitmap> deleted = new HashMap<>();
        List<Zones> changed = new ArrayList<>();
        for (SegmentDescriptor added : change.getAddList()) {
            changed.add(Zones.of(added));
        }
        Map<Long, Zones> segments = new HashMap<>();
        if (change.getDeletesCount() + change.getRemoveCount() > 0) {
            before.segments().forEach(s -> segments.put(s.getOrdinal(), Zones.of(s)));
        }
        for (DeleteVector vector : change.getDeletesList()) {
            deleted.put(
                    vector.getSegmentOrdinal(),
                    vector.getRows().size() > MAX_BITMAP_BYTES
                            ? null
                            : DeletedRows.decode(vector.getRows()));
            Zones segment = segments.getOrDefault(vector.getSegmentOrdinal(), Zones.ANYWHERE);
            if (targets.isEmpty()) {
                changed.add(segment);
            }
            for (Zones target : targets) {
                if (target.meets(segment)) {
                    changed.add(target.and(segment));
                }
            }
        }
        for (long removed : change.getRemoveList()) {
            deleted.put(removed, null);
            changed.add(segments.getOrDefault(removed, Zones.ANYWHERE));
        }
        for (InlineRows rows : change.getInlineList()) {
            changed.add(Zones.of(InlineSegments.start(rows, 0)));
        }
        boolean everything = change.getTruncate() || changed.size() > MAX_ZONES;
        return new Footprint(
                statement, deleted, everything ? List.of(Zones.ANYWHERE) : List.copyOf(changed));
    }

    /** Of a table that was dropped or replaced as a whole. */
    static Footprint whole(String statement) {
        return new Footprint(statement, Map.of(), List.of(Zones.ANYWHERE));
    }

    /** Whether it took away the segment or one of these rows of it. */
    boolean deletes(long ordinal, RoaringBitmap rows) {
        if (!deleted.containsKey(ordinal)) {
            return false;
        }
        RoaringBitmap own = deleted.get(ordinal);
        return own == null || rows == null || RoaringBitmap.intersects(own, rows);
    }

    boolean meets(Zones read) {
        for (Zones zones : changed) {
            if (zones.meets(read)) {
                return true;
            }
        }
        return false;
    }
}
