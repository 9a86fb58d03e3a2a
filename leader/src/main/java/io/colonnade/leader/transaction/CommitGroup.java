package io.colonnade.leader.transaction;

import io.colonnade.log.CatalogChange;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotBuilder;
import io.colonnade.storage.snapshot.TableSnapshot;

/**
 * Transactions that share one log slot. Each is checked against the state that those before it in
 * the group leave. Changes of definitions go alone. The committer's thread only.
 */
final class CommitGroup {
    private final CommitRecord.Builder record;
    private final ClosedSegments folding;
    private final RecentCommits recent;
    private final RecentRewrites rewrites;
    private Snapshot after;
    private int size;
    private boolean closed;

    /**
     * @param record the slot's record without any change
     * @param recent what was committed before; those in the group are added to it
     * @param rewrites where rows went, likewise
     * @param folding inline segments that must not grow any more
     */
    CommitGroup(
            Snapshot before,
            CommitRecord.Builder record,
            RecentCommits recent,
            RecentRewrites rewrites,
            ClosedSegments folding) {
        this.recent = recent;
        this.rewrites = rewrites;
        this.folding = folding;
        this.record = record.setReadVersion(before.version());
        this.after = before;
    }

    /** Whether this transaction can share the slot with those in the group. */
    boolean accepts(Transaction transaction) {
        return size == 0 || (!closed && !definesObjects(transaction));
    }

    /**
     * Takes a transaction in, or throws why it cannot commit; the group is as before then.
     *
     * @param nextObjectId above all ids that it uses
     */
    void add(Transaction transaction, long nextObjectId) {
        for (String label : transaction.labels()) {
            LoadLabels.requireUnused(after, label, record.getTimestampMicros());
        }
        Conflicts conflicts = new Conflicts(recent, transaction);
        new CommitChecks(after, transaction, recent, conflicts).verify();
        record.setNextObjectId(nextObjectId);
        CommitRecord.Builder own =
                CommitRecord.newBuilder()
                        .setVersion(record.getVersion())
                        .setEpoch(record.getEpoch())
                        .setTimestampMicros(record.getTimestampMicros())
                        .setNextObjectId(record.getNextObjectId())
                        .addAllCatalog(transaction.catalogChanges());
        transaction
                .tableChanges()
                .forEach((id, change) -> own.addTables(rebased(transaction, change, conflicts)));
        own.addTransactions(
                transaction.summary(
                        record.getAttemptId() + "/" + size,
                        record.getVersion(),
                        record.getTimestampMicros()));
        recent.add(record.getVersion(), transaction, own.getTablesList(), after);
        own.getTablesList().forEach(change -> rememberRewrite(transaction, change));
        after = SnapshotBuilder.apply(after, own.build(), after.lastHash());
        record.addAllCatalog(own.getCatalogList()).addAllTables(own.getTablesList());
        record.addAllTransactions(own.getTransactionsList());
        record.setReadVersion(Math.min(record.getReadVersion(), transaction.base().version()));
        closed = definesObjects(transaction);
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    CommitRecord record() {
        return record.build();
    }

    /** The state after all of them, once the slot has this hash. */
    Snapshot after(byte[] hash) {
        return after.withLastHash(hash);
    }

    private static boolean definesObjects(Transaction transaction) {
        return !transaction.catalogChanges().stream().allMatch(CatalogChange::hasPutStatistics);
    }

    private TableChange rebased(
            Transaction transaction, TableChange.Builder change, Conflicts conflicts) {
        long id = change.getTableId();
        TableSnapshot now = after.tables().get(id);
        TableSnapshot before = transaction.base().tables().get(id);
        if (now == null || before == null || transaction.isPlaced(id)) {
            return change.build();
        }
        TableChange onTop =
                now == before
                        ? change.build()
                        : new Rebase(before, now, rewrites, conflicts)
                                .apply(change.build(), transaction.rowMap(id));
        return new Renumbering(before, now, ordinal -> folding.contains(id, ordinal), onTop)
                .apply();
    }

    private void rememberRewrite(Transaction transaction, TableChange change) {
        RowMap map = transaction.rowMap(change.getTableId());
        if (map != null) {
            rewrites.add(
                    record.getVersion(),
                    change.getTableId(),
                    map,
                    change.getAddList().stream().map(SegmentDescriptor::getOrdinal).toList());
        }
    }
}
