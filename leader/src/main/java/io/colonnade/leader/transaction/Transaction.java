package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.InlineRows;
import io.colonnade.log.LoadLabel;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.log.TransactionSummary;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.Fragment;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotBuilder;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one transaction has read and changed so far. It reads the snapshot it began with plus its
 * own changes; others see nothing until it commits. One session's; not thread-safe.
 */
public final class Transaction {
    /** Characters of a statement that others are shown and the log keeps. */
    private static final int STATEMENT_LENGTH = 200;

    /** The segments of a run get ordinals in its order, however their reports arrive. */
    private static final Comparator<WriteResult> RUN_ORDER =
            Comparator.<WriteResult>comparingLong(r -> r.getSegment().getSortedRun())
                    .thenComparingLong(r -> r.getSegment().getOrdinal());

    private final Snapshot base;
    private final List<CatalogChange> catalog = new ArrayList<>();
    private final Map<Long, TableChange.Builder> tables = new LinkedHashMap<>();
    private final Map<String, Long> labels = new LinkedHashMap<>();

    // Next ordinals of tables that it put in place as they were in the past, by id.
    private final Map<Long, Long> placed = new HashMap<>();
    private final long startedNanos;
    private final TableRegions reads = new TableRegions();
    private final TableRegions targets = new TableRegions();
    private final Map<Long, RowMap> rowMaps = new HashMap<>();
    private final Map<Long, String> statements = new HashMap<>();
    private String statement = "";
    private boolean serializable;
    private Snapshot view;

    // Inline rows that the view does not have yet: most transactions end with their one INSERT.
    private final List<TableChange> unseen = new ArrayList<>();

    public Transaction(Snapshot base) {
        this(base, Clock.system());
    }

    public Transaction(Snapshot base, Clock clock) {
        this.base = base;
        this.view = base;
        this.startedNanos = clock.nanos();
    }

    /** When it began, by the leader's clock that never goes back. */
    long startedNanos() {
        return startedNanos;
    }

    /** The snapshot that the transaction began with. */
    public Snapshot base() {
        return base;
    }

    /** What the transaction's own statements see. */
    public Snapshot view() {
        if (!unseen.isEmpty()) {
            CommitRecord.Builder own = CommitRecord.newBuilder().setVersion(base.version());
            view = SnapshotBuilder.apply(view, own.addAllTables(unseen).build(), base.lastHash());
            unseen.clear();
        }
        return view;
    }

    /**
     * Says which statement runs: its changes are known by it to others that conflict with them.
     *
     * @param redactedText without secrets
     */
    public void runs(String redactedText) {
        String line = redactedText.strip().replaceAll("\\s+", " ");
        statement =
                line.length() <= STATEMENT_LENGTH
                        ? line
                        : line.substring(0, STATEMENT_LENGTH) + " ...";
    }

    /** Notes that all of a table is read without a plan. */
    public void readsAll(long tableId) {
        reads.add(tableId, Zones.ANYWHERE);
    }

    /** Notes what a plan reads of the tables, before it runs. */
    public void reads(List<Fragment> fragments) {
        PlanRegions.collect(fragments, reads, targets);
    }

    /** Whether its reads are checked at commit, too. */
    public void setSerializable(boolean value) {
        serializable = value;
    }

    boolean isSerializable() {
        return serializable;
    }

    /** What its statements read. */
    TableRegions reads() {
        return reads;
    }

    /** Where its statements looked for rows to change. */
    TableRegions targets() {
        return targets;
    }

    /** The statement that last changed a table, or the last one of all; empty if unknown. */
    String statement(long tableId) {
        return statements.getOrDefault(tableId, statement);
    }

    /** What the record says of it, committed as part of this one. */
    TransactionSummary summary(String id, long version, long timestampMicros) {
        TransactionSummary.Builder summary =
                TransactionSummary.newBuilder()
                        .setTransactionId(id)
                        .setStatement(statement)
                        .setReadVersion(base.version())
                        .setSerializable(serializable);
        labels.forEach(
                (label, rows) ->
                        summary.addLabels(
                                LoadLabel.newBuilder()
                                        .setLabel(label)
                                        .setVersion(version)
                                        .setTimestampMicros(timestampMicros)
                                        .setRows(rows)));
        return summary.build();
    }

    /** Lets it commit only if no other did under this label, and no other load of it has it. */
    public void label(String label, long rows) {
        requireNewLabel(label);
        labels.put(label, rows);
    }

    /** Throws when a load of this transaction has the label. */
    public void requireNewLabel(String label) {
        if (labels.containsKey(label)) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "label \"" + label + "\" is used twice in the transaction");
        }
    }

    Set<String> labels() {
        return labels.keySet();
    }

    /** Whether it changes rows of tables. */
    public boolean changesRows() {
        return !tables.isEmpty();
    }

    /** Rows that it adds to tables, those of updates included. */
    public long addedRows() {
        long rows = 0;
        for (TableChange.Builder change : tables.values()) {
            for (SegmentDescriptor segment : change.getAddList()) {
                rows += segment.getRows();
            }
            for (InlineRows inline : change.getInlineList()) {
                rows += inline.getRows();
            }
        }
        return rows;
    }

    public boolean isReadOnly() {
        return catalog.isEmpty() && tables.isEmpty();
    }

    boolean changesCatalog() {
        return !catalog.isEmpty();
    }

    List<CatalogChange> catalogChanges() {
        return catalog;
    }

    /** Changes of rows by table; segments added have ordinals after those of the base. */
    Map<Long, TableChange.Builder> tableChanges() {
        return tables;
    }

    /** Adds a change of the catalogue. */
    public void change(CatalogChange change) {
        changeAll(List.of(change));
    }

    /** Adds changes of the catalogue, in this order. */
    public void changeAll(List<CatalogChange> changes) {
        for (CatalogChange change : changes) {
            catalog.add(change);
            if (change.hasDropTable()) {
                tables.remove(change.getDropTable());
            } else if (change.hasPutState()) {
                // The state has all its rows; those changed before are not on top of it.
                long id = change.getPutState().getDefinition().getId();
                tables.remove(id);
                placed.put(id, change.getPutState().getNextOrdinal());
            }
        }
        refreshView();
    }

    /** Whether the rows of the table are those of a past state, and what was changed since. */
    boolean isPlaced(long tableId) {
        return placed.containsKey(tableId);
    }

    /** Segments of the table from this ordinal on are the transaction's own. */
    private long firstOwnOrdinal(long tableId) {
        Long next = placed.get(tableId);
        TableSnapshot before = base.tables().get(tableId);
        return next != null ? next : before == null ? 0 : before.nextOrdinal();
    }

    /** Stores how many values of a table's identity columns have been given out. */
    public void identityCount(long tableId, long count) {
        visibleTable(tableId);
        changeOf(tableId).setIdentityCount(count);
        refreshView();
    }

    /** Takes what a statement wrote to a table; the number of rows it deleted. */
    public long write(long tableId, List<WriteResult> results) {
        TableSnapshot table = visibleTable(tableId);
        TableChange.Builder change = changeOf(tableId);
        OwnInlineRows inline = new OwnInlineRows(firstOwnOrdinal(tableId), table, change);
        long ordinal = table.nextOrdinal();
        long deleted = 0;
        for (WriteResult result : inRunOrder(results)) {
            if (result.hasDeletes()) {
                deleted += result.getDeletes().getCount();
                if (!inline.delete(result.getDeletes())) {
                    delete(change, result.getDeletes());
                }
            } else if (result.hasSegment()) {
                change.addAdd(result.getSegment().toBuilder().setOrdinal(ordinal++));
            }
        }
        inline.finish();
        refreshView();
        return deleted;
    }

    private static List<WriteResult> inRunOrder(List<WriteResult> results) {
        List<WriteResult> sorted = new ArrayList<>(results);
        sorted.sort(RUN_ORDER);
        return sorted;
    }

    /**
     * Takes rows that go into the log with the commit, unless the transaction has so many of them
     * that they had better be objects.
     *
     * @param rows without ordinal and first row
     */
    public boolean insert(long tableId, List<InlineRows> rows) {
        TableSnapshot table = visibleTable(tableId);
        TableChange.Builder change = changeOf(tableId);
        OwnInlineRows inline = new OwnInlineRows(firstOwnOrdinal(tableId), table, change);
        if (inline.isFull()) {
            return false;
        }
        unseen.add(inline.add(rows));
        return true;
    }

    /** A delete of rows that this transaction added itself only shows in the added segment. */
    private static void delete(TableChange.Builder change, DeleteVector deletes) {
        for (int i = 0; i < change.getAddCount(); i++) {
            SegmentDescriptor own = change.getAdd(i);
            if (own.getOrdinal() == deletes.getSegmentOrdinal()) {
                var rows = DeletedRows.decode(own.getDeletedRows());
                rows.or(DeletedRows.decode(deletes.getRows()));
                change.setAdd(i, own.toBuilder().setDeletedRows(DeletedRows.encode(rows)));
                return;
            }
        }
        change.addDeletes(deletes);
    }

    /** Takes segments of another table with all their rows; that table still has to lose them. */
    public void adopt(long tableId, List<SegmentDescriptor> segments) {
        long next = visibleTable(tableId).nextOrdinal();
        TableChange.Builder change = changeOf(tableId);
        for (SegmentDescriptor segment : segments) {
            change.addAdd(
                    segment.toBuilder().setOrdinal(next++).clearSortedRun().clearAddedVersion());
        }
        refreshView();
    }

    /** Takes new segments in place of all those that the transaction sees. */
    public void replace(long tableId, List<WriteResult> results) {
        long next = visibleTable(tableId).nextOrdinal();
        truncate(tableId);
        TableChange.Builder change = changeOf(tableId);
        for (WriteResult result : inRunOrder(results)) {
            if (result.hasSegment()) {
                change.addAdd(result.getSegment().toBuilder().setOrdinal(next++));
            }
        }
        refreshView();
    }

    /**
     * Takes segments that were written again: the rows stay those that they are, at other places.
     *
     * @param old the segments that were read; of the snapshot that the transaction began with
     */
    public void rewrite(long tableId, List<SegmentDescriptor> old, List<WriteResult> results) {
        List<WriteResult> inOrder = inRunOrder(results);
        long next = visibleTable(tableId).nextOrdinal();
        TableChange.Builder change = changeOf(tableId);
        old.forEach(segment -> change.addRemove(segment.getOrdinal()));
        for (WriteResult result : inOrder) {
            change.addAdd(result.getSegment().toBuilder().setOrdinal(next++));
        }
        rowMaps.put(tableId, new RowMap(old, inOrder));
        refreshView();
    }

    /** Where the rows of a table go that the transaction writes again; null for none. */
    RowMap rowMap(long tableId) {
        return rowMaps.get(tableId);
    }

    /** Takes away all rows that the transaction sees. */
    public void truncate(long tableId) {
        visibleTable(tableId);
        TableChange.Builder change = changeOf(tableId);
        change.clearAdd().clearInline().clearDeletes();
        // What is left is of the base or of a state that the transaction put in place.
        refreshView();
        for (SegmentDescriptor segment : visibleTable(tableId).segments()) {
            change.addRemove(segment.getOrdinal());
        }
        refreshView();
    }

    /** Lets the commit fail if others change rows of the table before it. */
    public void requireUnchanged(long tableId) {
        visibleTable(tableId);
        changeOf(tableId);
        refreshView();
    }

    private TableSnapshot visibleTable(long tableId) {
        TableSnapshot table = view().tables().get(tableId);
        if (table == null) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_TABLE, "the table was dropped by a concurrent statement");
        }
        return table;
    }

    private TableChange.Builder changeOf(long tableId) {
        statements.put(tableId, statement);
        return tables.computeIfAbsent(tableId, key -> TableChange.newBuilder().setTableId(key));
    }

    private void refreshView() {
        CommitRecord.Builder own =
                CommitRecord.newBuilder().setVersion(base.version()).addAllCatalog(catalog);
        tables.values().forEach(change -> own.addTables(change.build()));
        unseen.clear();
        view = SnapshotBuilder.apply(base, own.build(), base.lastHash());
    }
}
