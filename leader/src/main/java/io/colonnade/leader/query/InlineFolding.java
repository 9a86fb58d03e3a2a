package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.transaction.Committer;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.leader.vacuum.SliceOrder;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * Turns inline rows into segment objects in the background, so that the log's checkpoints and the
 * scans of small pieces stay small. A thread of its own; inserts go on meanwhile into new inline
 * segments, and rows that are deleted in between are deleted in the objects.
 */
public final class InlineFolding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InlineFolding.class);

    /** How often it looks; at 1,000 rows a second a segment fills in a minute. */
    private static final long PAUSE_MILLIS = 500;

    /** Attempts at segments that others delete from; the next look is another one. */
    private static final int ATTEMPTS = 5;

    private static final String LABEL = "fold inline rows";

    private final LeaderServices services;
    private final QueryRunner runner;
    private final WriteStatements writes;
    private final FoldingRule rule;
    private final BackgroundJob job;

    public InlineFolding(LeaderServices services) {
        this(services, new FoldingRule());
    }

    InlineFolding(LeaderServices services, FoldingRule rule) {
        this.services = services;
        this.rule = rule;
        SessionState session =
                SessionState.background(
                        LeaderBackend.ADMIN, LeaderBackend.DATABASE, services.clock());
        StatementPlanner planner = new StatementPlanner(services, session);
        this.runner = new QueryRunner(services, session);
        this.writes = new WriteStatements(services, planner, runner);
        this.job = new BackgroundJob("inline-folding", PAUSE_MILLIS, this::foldDue);
    }

    public void start() {
        job.start();
    }

    /** Folds what is due now. */
    void foldDue() {
        for (FoldingRule.Fold fold : rule.due(services.committer().current(), System.nanoTime())) {
            if (!job.isOpen()) {
                return;
            }
            fold(fold);
        }
    }

    /** Folds a table's segments that have deleted rows: only then are those out of the log. */
    void foldDeleted(long tableId) {
        List<Long> ordinals =
                services.committer().current().table(tableId).stream()
                        .flatMap(table -> table.segments().stream())
                        .filter(InlineSegments::isInline)
                        .filter(segment -> !segment.getDeletedRows().isEmpty())
                        .map(SegmentDescriptor::getOrdinal)
                        .toList();
        if (!ordinals.isEmpty()) {
            fold(new FoldingRule.Fold(tableId, ordinals));
        }
    }

    private void fold(FoldingRule.Fold fold) {
        Committer committer = services.committer();
        committer.closedSegments().close(fold.tableId(), fold.ordinals());
        try {
            for (int attempt = 0; attempt < ATTEMPTS && !foldOnce(fold); attempt++) {
                LOG.debug("rows of table {} changed while they were folded", fold.tableId());
            }
        } finally {
            committer.closedSegments().forget(fold.tableId(), fold.ordinals());
        }
    }

    /** False if somebody took the segments away or changed the table meanwhile. */
    private boolean foldOnce(FoldingRule.Fold fold) {
        Snapshot base = services.committer().current();
        Optional<TableSnapshot> table = base.table(fold.tableId());
        if (table.isEmpty()) {
            return true;
        }
        List<SegmentDescriptor> segments =
                table.get().segments().stream()
                        .filter(InlineSegments::isInline)
                        .filter(services.dispatcher().cluster()::isOnOneNode)
                        .filter(segment -> fold.ordinals().contains(segment.getOrdinal()))
                        .toList();
        for (List<SegmentDescriptor> slice : SliceOrder.bySlice(segments).values()) {
            Snapshot part = base.with(table.get().withSegments(slice));
            Transaction transaction = new Transaction(base);
            transaction.rewrite(
                    fold.tableId(), slice, written(table.get().definition(), slice, part));
            FailPoints.hit("fold.before-commit");
            try {
                services.committer().commit(transaction);
            } catch (ColonnadeException e) {
                if (e.code() == ErrorCode.SERIALIZATION_FAILURE) {
                    return false;
                }
                throw e;
            }
        }
        return true;
    }

    /** The rows of one slice as segments, with the places that they had. */
    private List<WriteResult> written(
            TableDefinition table, List<SegmentDescriptor> slice, Snapshot part) {
        // Small and short: it takes no place in a queue from a query.
        QueryRunner.Job rewrite =
                new QueryRunner.Job(
                        RewritePlan.of(table, slice.getFirst().getFirstBucket()),
                        part,
                        List.of(),
                        false,
                        runner.unrecorded(LABEL));
        return writes.run(rewrite, job.begin()).results();
    }

    /** Stops; a fold that is under way does not commit. */
    @Override
    public void close() {
        job.close();
    }
}
