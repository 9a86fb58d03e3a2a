package io.colonnade.leader.vacuum;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;

/**
 * Whether a table is worth a VACUUM that nobody asked for. Stateless.
 *
 * <pre>
 * many small segments in a slice          each costs a query a request and a footer
 * much deleted                            is read for nothing
 * much unsorted                           zone maps do not prune it
 * </pre>
 *
 * Small tables are left alone: they are read as fast as it goes.
 */
public final class VacuumNeed {
    private static final int MOST_SMALL_SEGMENTS = 32;
    private static final double MOST_SHARE = 0.2;
    private static final long FEWEST_ROWS = 100_000;

    private VacuumNeed() {}

    public static boolean of(TableSnapshot table) {
        long sorted = 0;
        long unsorted = 0;
        for (List<SegmentDescriptor> slice : SliceOrder.bySlice(table.segments()).values()) {
            SliceOrder order = new SliceOrder(table.definition(), slice);
            long small = order.sorted().stream().filter(VacuumPlan::isSmall).count();
            if (small >= MOST_SMALL_SEGMENTS) {
                return true;
            }
            sorted += order.sortedRows();
            unsorted += order.unsortedRows();
        }
        long deleted = table.storedRows() - sorted - unsorted;
        return much(deleted, table.storedRows()) || much(unsorted, sorted + unsorted);
    }

    private static boolean much(long part, long all) {
        return part >= FEWEST_ROWS && part > MOST_SHARE * all;
    }
}
