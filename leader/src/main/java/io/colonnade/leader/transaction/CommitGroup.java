package io.colonnade.leader.transaction;

import io.colonnade.log.CatalogChange;
import io.colonnade.log.CommitRecord;
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
    private Snapshot after;
    private int size;
    private boolean closed;

    /**
     * @param record the slot's record without any change
     */
    CommitGroup(Snapshot before, CommitRecord.Builder record) {
        this.record = record.setReadVersion(before.version());
        this.after = before;
    }

    /** Whether this transaction can share the slot with those in the group. */
    boolean accepts(Transaction transaction) {
        return size == 0 || (!closed && !definesObjects(transaction));
    }

    /** Takes a transaction in, or throws why it cannot commit; the group is as before then. */
    void add(Transaction transaction) {
        new CommitChecks(after, transaction).verify();
        CommitRecord.Builder own =
                CommitRecord.newBuilder()
                        .setVersion(record.getVersion())
                        .setEpoch(record.getEpoch())
                        .addAllCatalog(transaction.catalogChanges());
        transaction
                .tableChanges()
                .forEach((id, change) -> own.addTables(renumbered(transaction, change)));
        after = SnapshotBuilder.apply(after, own.build(), after.lastHash());
        record.addAllCatalog(own.getCatalogList()).addAllTables(own.getTablesList());
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

    private static boolean definesObjects(Transaction transaction) {
        return !transaction.catalogChanges().stream().allMatch(CatalogChange::hasPutStatistics);
    }

    /** Gives the transaction's new segments ordinals that follow those of the newest state. */
    private TableChange renumbered(Transaction transaction, TableChange.Builder change) {
        TableSnapshot now = after.tables().get(change.getTableId());
        TableSnapshot before = transaction.base().tables().get(change.getTableId());
        if (now == null || before == null || now.nextOrdinal() == before.nextOrdinal()) {
            return change.build();
        }
        long shift = now.nextOrdinal() - before.nextOrdinal();
        TableChange.Builder shifted = change.clone();
        for (int i = 0; i < shifted.getAddCount(); i++) {
            shifted.getAddBuilder(i).setOrdinal(shifted.getAdd(i).getOrdinal() + shift);
        }
        return shifted.build();
    }
}
