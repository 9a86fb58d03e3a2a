package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.system.VacuumHistory;
import io.colonnade.leader.transaction.Committer;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.leader.vacuum.VacuumGoal;
import io.colonnade.leader.vacuum.VacuumPiece;
import io.colonnade.leader.vacuum.VacuumPlan;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.Fragment;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings one table to a goal, piece by piece, each in a transaction of its own. Others read and
 * write meanwhile: rows that they delete are deleted at their new places, rows that they insert
 * wait for the next time. One thread's.
 */
final class TableVacuum {
    /** Times that one piece is tried when the table's definition changes under it. */
    private static final int ATTEMPTS = 5;

    private final Committer committer;
    private final ComputeCluster cluster;
    private final VacuumHistory history;
    private final Runner runner;

    /** Runs a plan that writes, on the table's segments that the snapshot shows. */
    interface Runner {
        List<WriteResult> run(List<Fragment> fragments, Snapshot snapshot);
    }

    TableVacuum(LeaderServices services, Runner runner) {
        this.committer = services.committer();
        this.cluster = services.dispatcher().cluster();
        this.history = services.history().vacuums();
        this.runner = runner;
    }

    /**
     * @param label the statement, for those who conflict
     */
    void run(long tableId, VacuumGoal goal, String label, Cancellation cancellation) {
        Optional<TableSnapshot> begin = committer.current().table(tableId);
        if (begin.isEmpty()) {
            return;
        }
        Set<String> wanted = names(begin.get());
        int most = 16 + 4 * wanted.size();
        VacuumHistory.Progress progress = history.begin(begin.get(), goal.kind().name(), label);
        try {
            int failures = 0;
            for (int pieces = 0; pieces < most; pieces++) {
                cancellation.check();
                Snapshot base = committer.current();
                Optional<TableSnapshot> table = base.table(tableId);
                Optional<VacuumPiece> piece =
                        table.flatMap(
                                t ->
                                        new VacuumPlan(t, goal)
                                                .next(s -> wanted.contains(s.getName())));
                if (piece.isEmpty()) {
                    break;
                }
                try {
                    rewrite(base, table.get(), piece.get(), wanted, label);
                    progress.wrote(piece.get());
                    failures = 0;
                } catch (ColonnadeException e) {
                    if (e.code() != ErrorCode.SERIALIZATION_FAILURE || ++failures == ATTEMPTS) {
                        throw e;
                    }
                }
            }
            progress.end(committer.current().table(tableId), "Finished");
        } catch (RuntimeException e) {
            progress.end(committer.current().table(tableId), "Failed");
            throw e;
        }
    }

    /** What was written for other nodes than there are now stays as it is. */
    private Set<String> names(TableSnapshot table) {
        Set<String> names = new HashSet<>();
        table.segments().stream()
                .filter(cluster::isOnOneNode)
                .forEach(segment -> names.add(segment.getName()));
        return names;
    }

    private void rewrite(
            Snapshot base,
            TableSnapshot table,
            VacuumPiece piece,
            Set<String> wanted,
            String label) {
        List<SegmentDescriptor> old = piece.segments();
        // Begun before anything is written: its age bounds that of its objects, which garbage
        // collection leaves alone only while they are young.
        Transaction transaction = new Transaction(base);
        List<WriteResult> results =
                runner.run(
                        RewritePlan.of(table.definition(), piece.bucket()),
                        base.with(table.withSegments(old)));
        FailPoints.hit("vacuum.before-commit");
        transaction.runs(label);
        transaction.rewrite(table.id(), old, results);
        committer.commit(transaction);
        FailPoints.hit("vacuum.after-commit");
        old.forEach(segment -> wanted.remove(segment.getName()));
        // Runs of an interleaved key are final: places in one mean nothing to another.
        if (table.definition().getSort() != SortStyle.INTERLEAVED) {
            results.forEach(result -> wanted.add(result.getSegment().getName()));
        }
    }
}
