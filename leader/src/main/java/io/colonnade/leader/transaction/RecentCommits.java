package io.colonnade.leader.transaction;

import io.colonnade.log.CatalogChange;
import io.colonnade.log.TableChange;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest transactions that this leader committed, oldest first, and what they changed. Bounded;
 * who began before all of them cannot be told whom it conflicts with. The committer's thread only.
 */
final class RecentCommits {
    /** Transactions remembered; some kilobytes each. */
    private static final int MOST = 2_000;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /** Every commit after this version is here. */
    private long completeAfter;

    /** A transaction by the tables that it changed. */
    private record Entry(long version, Map<Long, Footprint> tables) {}

    /** A change and the commit it belongs to. */
    record Found(long version, Footprint footprint) {}

    RecentCommits(long version) {
        completeAfter = version;
    }

    /**
     * Takes in what is about to be committed. If it then cannot be written, others conflict with it
     * for nothing, which is harmless.
     *
     * @param before the state that the changes apply to
     */
    void add(long version, Transaction transaction, List<TableChange> changes, Snapshot before) {
        Map<Long, Footprint> tables = new HashMap<>();
        for (TableChange change : changes) {
            TableSnapshot table = before.tables().get(change.getTableId());
            boolean sameRows = transaction.rowMap(change.getTableId()) != null;
            if (table != null && !sameRows) {
                tables.put(
                        change.getTableId(),
                        Footprint.of(
                                change,
                                table,
                                transaction.targets().of(change.getTableId()),
                                transaction.statement(change.getTableId())));
            }
        }
        for (CatalogChange change : transaction.catalogChanges()) {
            if (change.hasDropTable()) {
                tables.put(
                        change.getDropTable(),
                        Footprint.whole(transaction.statement(change.getDropTable())));
            } else if (change.hasPutState()) {
                long id = change.getPutState().getDefinition().getId();
                tables.put(id, Footprint.whole(transaction.statement(id)));
            }
        }
        entries.add(new Entry(version, tables));
        if (entries.size() > MOST) {
            completeAfter = entries.removeFirst().version();
        }
    }

    /** Whether everything that was committed after the version is known here. */
    boolean coversAllAfter(long version) {
        return version >= completeAfter;
    }

    /** The newest commit after a version that took away one of these rows, or the segment. */
    Optional<Found> whoDeleted(long after, long tableId, long ordinal, RoaringBitmap rows) {
        Iterator<Entry> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (entry.version() <= after) {
                break;
            }
            Footprint footprint = entry.tables().get(tableId);
            if (footprint != null && footprint.deletes(ordinal, rows)) {
                return Optional.of(new Found(entry.version(), footprint));
            }
        }
        return Optional.empty();
    }

    /** The oldest commit after a version that changed rows within what was read of a table. */
    Optional<Found> whoChanged(long after, long tableId, List<Zones> read) {
        for (Entry entry : entries) {
            Footprint footprint = entry.tables().get(tableId);
            if (entry.version() > after
                    && footprint != null
                    && read.stream().anyMatch(footprint::meets)) {
                return Optional.of(new Found(entry.version(), footprint));
            }
        }
        return Optional.empty();
    }
}
