package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.Notice;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.session.TransactionStatus;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.leader.vacuum.VacuumGoal;
import io.colonnade.log.SortStyle;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.parser.MaintenanceStatement;

import java.util.List;

/** VACUUM. The session's thread only. */
final class VacuumStatements {
    private final LeaderServices services;
    private final SessionState session;
    private final QueryRunner runner;
    private final WriteStatements writes;

    VacuumStatements(
            LeaderServices services,
            SessionState session,
            QueryRunner runner,
            WriteStatements writes) {
        this.services = services;
        this.session = session;
        this.runner = runner;
        this.writes = writes;
    }

    /** Throws unless the statement stands alone: it commits by itself, in pieces. */
    void requireAlone(Transaction transaction) {
        if (session.transactionStatus() == TransactionStatus.IN_BLOCK
                || !transaction.isReadOnly()) {
            throw new ColonnadeException(
                    ErrorCode.ACTIVE_TRANSACTION, "VACUUM cannot run inside a transaction block");
        }
    }

    void vacuum(
            MaintenanceStatement.Vacuum vacuum,
            Definition.Maintain maintain,
            String label,
            Cancellation cancellation) {
        int threshold =
                vacuum.thresholdPercent() == null
                        ? VacuumGoal.DEFAULT_THRESHOLD_PERCENT
                        : vacuum.thresholdPercent();
        if (vacuum.boost()) {
            session.client()
                    .notice(
                            Notice.notice(
                                    "VACUUM takes what its queue grants; BOOST adds nothing."));
        }
        TableVacuum tables =
                new TableVacuum(
                        services,
                        (fragments, snapshot) -> {
                            StatementRecord record = runner.newRecord(label);
                            QueryRunner.Job job =
                                    new QueryRunner.Job(
                                            fragments, snapshot, List.of(), true, record);
                            return writes.run(job, cancellation).results();
                        });
        for (Definition.Target target : maintain.tables()) {
            if (vacuum.kind() == MaintenanceStatement.VacuumKind.REINDEX) {
                requireInterleaved(target, vacuum.table() != null);
            }
            VacuumGoal goal = new VacuumGoal(vacuum.kind(), threshold);
            if (goal.deletes()) {
                new InlineFolding(services).foldDeleted(target.id());
            }
            tables.run(target.id(), goal, label, cancellation);
        }
    }

    private void requireInterleaved(Definition.Target target, boolean named) {
        var table = services.committer().current().table(target.id());
        if (named
                && table.isPresent()
                && table.get().definition().getSort() != SortStyle.INTERLEAVED) {
            throw new ColonnadeException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "VACUUM REINDEX works only on tables with an interleaved sort key, and \""
                            + table.get().definition().getName()
                            + "\" has none");
        }
    }
}
