package io.colonnade.leader.transaction;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.RowOrigins;

import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the rows of some segments went when they were written again: old segment and row to number
 * of the new segment and row there. Four bytes a row. Immutable.
 */
public final class RowMap {
    private static final int GONE = -1;

    /** By old ordinal, for each row its place among all new rows; GONE: it was deleted before. */
    private final Map<Long, int[]> places = new HashMap<>();

    /** Place of the first row of each new segment. */
    private final int[] starts;

    private final long rows;

    /**
     * @param old the segments that were read
     * @param written the new segments in order, with the origins of their rows
     */
    RowMap(List<SegmentDescriptor> old, List<WriteResult> written) {
        long count = 0;
        for (SegmentDescriptor segment : old) {
            int[] rowPlaces = new int[Math.toIntExact(segment.getRows())];
            Arrays.fill(rowPlaces, GONE);
            places.put(segment.getOrdinal(), rowPlaces);
            count += rowPlaces.length;
        }
        rows = count;
        starts = new int[written.size()];
        int place = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = place;
            WriteResult result = written.get(i);
            int length = Math.toIntExact(result.getSegment().getRows());
            place(RowOrigins.decode(result.getRowOrigins(), length), place);
            place += length;
        }
    }

    private void place(long[] origins, int first) {
        for (int i = 0; i < origins.length; i++) {
            places.get(RowOrigins.ordinal(origins[i]))[RowOrigins.row(origins[i])] = first + i;
        }
    }

    /** Rows of the old segments, the deleted ones too. */
    long rows() {
        return rows;
    }

    Set<Long> ordinals() {
        return places.keySet();
    }

    boolean covers(long ordinal) {
        return places.containsKey(ordinal);
    }

    /**
     * Whether every row that somebody saw in an old segment went on, and none that he did not.
     *
     * @param seen the segment as he saw it
     */
    boolean holdsAll(SegmentDescriptor seen) {
        int[] rowPlaces = places.get(seen.getOrdinal());
        if (rowPlaces.length != seen.getRows()) {
            return false;
        }
        RoaringBitmap deleted = DeletedRows.decode(seen.getDeletedRows());
        for (int row = 0; row < rowPlaces.length; row++) {
            if (rowPlaces[row] == GONE && !deleted.contains(row)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every row of an old segment went on. */
    boolean holdsAll(long ordinal) {
        for (int place : places.get(ordinal)) {
            if (place == GONE) {
                return false;
            }
        }
        return true;
    }

    /** The rows by number of their new segment; empty if one of them had been deleted before. */
    Optional<Map<Integer, RoaringBitmap>> moved(long ordinal, RoaringBitmap old) {
        int[] rowPlaces = places.get(ordinal);
        Map<Integer, RoaringBitmap> result = new HashMap<>();
        for (IntIterator i = old.getIntIterator(); i.hasNext(); ) {
            int place = rowPlaces[i.next()];
            if (place == GONE) {
                return Optional.empty();
            }
            int segment = segmentOf(place);
            result.computeIfAbsent(segment, key -> new RoaringBitmap())
                    .add(place - starts[segment]);
        }
        return Optional.of(result);
    }

    /** The last segment that starts there or before: one without rows starts with the next. */
    private int segmentOf(int place) {
        int segment = Arrays.binarySearch(starts, place);
        if (segment < 0) {
            return -segment - 2;
        }
        while (segment + 1 < starts.length && starts[segment + 1] == place) {
            segment++;
        }
        return segment;
    }
}
