package io.colonnade.leader.transaction;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest rewrites of segments, so that a transaction that began before one of them can still
 * delete rows: they are looked up where they went. Bounded; who is older than what is kept gets a
 * conflict. The committer's thread only.
 */
final class RecentRewrites {
    /** Rows of all maps together; four bytes each. */
    private static final long MOST_ROWS = 16L << 20;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long rows;

    /**
     * A rewrite.
     *
     * @param version of its commit
     * @param added ordinals of the new segments in the map's order
     */
    private record Entry(long version, long tableId, RowMap map, List<Long> added) {}

    /** Takes in a rewrite that is about to be committed; see {@link #forget}. */
    void add(long version, long tableId, RowMap map, List<Long> added) {
        entries.add(new Entry(version, tableId, map, added));
        rows += map.rows();
        while (rows > MOST_ROWS && entries.size() > 1) {
            rows -= entries.removeFirst().map().rows();
        }
    }

    /**
     * Where rows are now, by ordinal; empty if that is not known or one of them was deleted.
     *
     * @param now the table with the newest segments
     */
    Optional<Map<Long, RoaringBitmap>> find(TableSnapshot now, long ordinal, RoaringBitmap sought) {
        Map<Long, RoaringBitmap> found = new HashMap<>();
        ArrayDeque<Map.Entry<Long, RoaringBitmap>> open = new ArrayDeque<>();
        open.add(Map.entry(ordinal, sought));
        while (!open.isEmpty()) {
            Map.Entry<Long, RoaringBitmap> next = open.remove();
            if (now.segment(next.getKey()).isPresent()) {
                found.merge(next.getKey(), next.getValue(), (a, b) -> RoaringBitmap.or(a, b));
                continue;
            }
            Optional<Entry> entry = find(now.id(), next.getKey());
            Optional<Map<Integer, RoaringBitmap>> moved =
                    entry.flatMap(e -> e.map().moved(next.getKey(), next.getValue()));
            if (moved.isEmpty()) {
                return Optional.empty();
            }
            List<Long> added = entry.get().added();
            moved.get().forEach((segment, r) -> open.add(Map.entry(added.get(segment), r)));
        }
        return Optional.of(found);
    }

    /**
     * The segments that hold all of what was in some segments and nothing else; empty if there are
     * none such.
     *
     * @param ordinal one of them, which is not there any more
     * @param seen that one as the asker saw it; empty if a rewrite made it since
     */
    Optional<List<Long>> successors(
            long tableId, long ordinal, List<Long> among, Optional<SegmentDescriptor> seen) {
        return find(tableId, ordinal)
                .filter(entry -> among.containsAll(entry.map().ordinals()))
                .filter(
                        entry ->
                                seen.map(entry.map()::holdsAll)
                                        .orElseGet(() -> entry.map().holdsAll(ordinal)))
                .map(Entry::added);
    }

    /** Forgets what a commit would have done that failed: its ordinals are given out again. */
    void forget(long version) {
        while (!entries.isEmpty() && entries.getLast().version() >= version) {
            rows -= entries.removeLast().map().rows();
        }
    }

    private Optional<Entry> find(long tableId, long ordinal) {
        Iterator<Entry> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (entry.tableId() == tableId && entry.map().covers(ordinal)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
