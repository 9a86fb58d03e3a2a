package io.colonnade.leader.transaction;

import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;

import java.util.HashMap;
import java.util.Map;

/**
 * Where rows of a table lie: for some columns the range of the zone images of their values (see
 * ZoneImage). A column without a range may hold anything. Immutable.
 *
 * @param byColumn by column id; {@link #NONE} for a column of NULLs, which no condition meets
 */
record Zones(Map<Integer, Range> byColumn) {
    /** Says nothing: all rows of the table. */
    static final Zones ANYWHERE = new Zones(Map.of());

    /** The range of a column that holds no value. */
    static final Range NONE = new Range(Long.MAX_VALUE, Long.MIN_VALUE);

    /** Both ends included. */
    record Range(long min, long max) {
        boolean meets(Range other) {
            return min <= other.max && max >= other.min;
        }

        Range and(Range other) {
            return new Range(Math.max(min, other.min), Math.min(max, other.max));
        }

        Range or(Range other) {
            return new Range(Math.min(min, other.min), Math.max(max, other.max));
        }
    }

    /** Where the rows of a segment lie. */
    static Zones of(SegmentDescriptor segment) {
        Map<Integer, Range> ranges = new HashMap<>();
        for (ColumnSummary column : segment.getColumnsList()) {
            ranges.put(
                    column.getColumnId(),
                    column.getHasRange()
                            ? new Range(column.getMinImage(), column.getMaxImage())
                            : NONE);
        }
        return new Zones(Map.copyOf(ranges));
    }

    /** Whether a row may lie in both. */
    boolean meets(Zones other) {
        for (Map.Entry<Integer, Range> entry : byColumn.entrySet()) {
            Range there = other.byColumn.get(entry.getKey());
            if (there != null && !entry.getValue().meets(there)) {
                return false;
            }
        }
        return true;
    }

    /** The rows that lie in both. */
    Zones and(Zones other) {
        Map<Integer, Range> both = new HashMap<>(byColumn);
        other.byColumn.forEach((column, range) -> both.merge(column, range, Range::and));
        return new Zones(Map.copyOf(both));
    }
}
