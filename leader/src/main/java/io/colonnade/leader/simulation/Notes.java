package io.colonnade.leader.simulation;

import com.google.protobuf.ByteString;

import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.InlineRows;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.ArrayList;
import java.util.List;

/**
 * Small INSERTs, whose rows go into the log, and DELETEs and UPDATEs beside the leader's folding of
 * them. What each does is told to a ledger that the table is compared with at every version.
 */
final class Notes {
    static final String TABLE = "notes";

    /** Buckets of each of the two slices. */
    private static final int SLICE_BUCKETS = 512;

    private final World world;
    private final Workload workload;

    Notes(World world, Workload workload) {
        this.world = world;
        this.workload = workload;
    }

    /** INSERT of a few rows; some are deleted again in the same transaction. */
    void insert(SimulatedLeader leader, Operation operation) {
        workload.inTransaction(
                leader,
                transaction -> {
                    int count = 1 + world.chance().upTo(3);
                    List<NotesLedger.Note> added = insert(transaction, operation, count);
                    if (count == 3) {
                        NotesLedger.Note again = added.removeFirst();
                        long id = Workload.table(transaction.view(), TABLE).id();
                        for (Rows.Placed row : rows(leader, transaction)) {
                            if (NotesLedger.Note.of(row).equals(again)) {
                                transaction.write(id, List.of(SimulatedLeader.delete(row)));
                            }
                        }
                    }
                    plan(operation, added, List.of());
                });
    }

    private List<NotesLedger.Note> insert(Transaction transaction, Operation operation, int count) {
        List<NotesLedger.Note> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(new NotesLedger.Note(operation.number, i));
        }
        int slice = world.chance().upTo(2);
        transaction.insert(
                Workload.table(transaction.view(), TABLE).id(), List.of(inline(slice, added)));
        return added;
    }

    private void plan(
            Operation operation, List<NotesLedger.Note> added, List<NotesLedger.Note> removed) {
        operation.marker = NotesLedger.marker(operation.number);
        world.truth().notes().plan(operation.marker, new NotesLedger.Effect(added, removed));
    }

    private static InlineRows inline(int slice, List<NotesLedger.Note> notes) {
        LongVector operations = new LongVector(notes.size());
        LongVector items = new LongVector(notes.size());
        for (int i = 0; i < notes.size(); i++) {
            operations.values()[i] = notes.get(i).operation();
            items.values()[i] = notes.get(i).item();
        }
        Batch batch = new Batch(new Vector[] {operations, items});
        batch.setSize(notes.size());
        return InlineRows.newBuilder()
                .setRows(notes.size())
                .setFirstBucket(slice * SLICE_BUCKETS)
                .setLastBucket((slice + 1) * SLICE_BUCKETS - 1)
                .addColumnIds(1)
                .addColumnIds(2)
                .setBatch(ByteString.copyFrom(BatchCodec.encode(batch)))
                .build();
    }

    private static List<Rows.Placed> rows(SimulatedLeader leader, Transaction transaction) {
        TableSnapshot table = Workload.table(transaction.view(), TABLE);
        return leader.segments().read(table);
    }

    /** DELETE of up to three rows, or UPDATE: they come again as rows of this operation. */
    void delete(SimulatedLeader leader, Operation operation) {
        boolean update = world.chance().with(0.4);
        workload.inTransaction(
                leader,
                transaction -> {
                    List<Rows.Placed> rows = rows(leader, transaction);
                    if (rows.isEmpty()) {
                        return;
                    }
                    int from = world.chance().upTo(rows.size());
                    List<Rows.Placed> chosen = rows.subList(from, Math.min(rows.size(), from + 3));
                    List<NotesLedger.Note> removed =
                            chosen.stream().map(NotesLedger.Note::of).toList();
                    transaction.write(
                            Workload.table(transaction.view(), TABLE).id(),
                            chosen.stream().map(SimulatedLeader::delete).toList());
                    if (update) {
                        plan(operation, insert(transaction, operation, removed.size()), removed);
                    } else {
                        workload.mark(leader, transaction, operation);
                        world.truth()
                                .notes()
                                .plan(operation.marker, new NotesLedger.Effect(List.of(), removed));
                    }
                });
    }
}
