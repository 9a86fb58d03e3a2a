package io.colonnade.leader.query;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.transaction.ClosedSegments;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.snapshot.Snapshot;

import java.util.List;
import java.util.function.Supplier;

/**
 * Turns inline rows into segment objects in the background, so that the log's checkpoints and the
 * scans of small pieces stay small. A thread of its own; inserts go on meanwhile into new inline
 * segments, and rows that are deleted in between are deleted in the objects.
 */
public final class InlineFolding implements AutoCloseable {
    /** How often it looks; at 1,000 rows a second a segment fills in a minute. */
    private static final long PAUSE_MILLIS = 500;

    private static final String LABEL = "fold inline rows";

    private final LeaderServices services;
    private final InlineFold folds;
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
        QueryRunner runner = new QueryRunner(services, session);
        WriteStatements writes = new WriteStatements(services, planner, runner);
        this.folds = new InlineFold(new Outside(services, runner, writes, this::cancellation));
        this.job = new BackgroundJob("inline-folding", PAUSE_MILLIS, this::foldDue);
    }

    private Cancellation cancellation() {
        return job.begin();
    }

    /** How a fold reaches the committer and the compute nodes. */
    private record Outside(
            LeaderServices services,
            QueryRunner runner,
            WriteStatements writes,
            Supplier<Cancellation> cancellation)
            implements InlineFold.Outside {
        @Override
        public Snapshot current() {
            return services.committer().current();
        }

        @Override
        public ClosedSegments closedSegments() {
            return services.committer().closedSegments();
        }

        @Override
        public boolean canRewrite(SegmentDescriptor segment) {
            return services.dispatcher().cluster().isOnOneNode(segment);
        }

        @Override
        public List<WriteResult> rewrite(
                TableDefinition table, List<SegmentDescriptor> slice, Snapshot part) {
            // Small and short: it takes no place in a queue from a query.
            QueryRunner.Job rewrite =
                    new QueryRunner.Job(
                            RewritePlan.of(table, slice.getFirst().getFirstBucket()),
                            part,
                            List.of(),
                            false,
                            runner.unrecorded(LABEL));
            return writes.run(rewrite, cancellation.get()).results();
        }

        @Override
        public Transaction begin(Snapshot base) {
            return new Transaction(base);
        }

        @Override
        public void commit(Transaction transaction) {
            services.committer().commit(transaction);
        }
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
            folds.run(fold);
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
            folds.run(new FoldingRule.Fold(tableId, ordinals));
        }
    }

    /** Stops; a fold that is under way does not commit. */
    @Override
    public void close() {
        job.close();
    }
}
