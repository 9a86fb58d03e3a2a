package io.colonnade.leader.query;

import io.colonnade.leader.cache.CachedResult;
import io.colonnade.leader.cache.ResultCache;
import io.colonnade.leader.cache.ResultKey;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.plan.Fragment;
import io.colonnade.rpc.Finished;
import io.colonnade.rpc.OperatorCounters;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.fragment.Explain;
import io.colonnade.sql.parser.Statement;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.vector.Batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** SELECT and EXPLAIN. The session's thread only. */
final class QueryStatements {
    private final LeaderServices services;
    private final SessionState session;
    private final QueryRunner runner;

    QueryStatements(LeaderServices services, SessionState session, QueryRunner runner) {
        this.services = services;
        this.session = session;
        this.runner = runner;
    }

    ResultStream select(
            PlannedStatement planned,
            ParameterValues parameters,
            Transaction transaction,
            Cancellation cancellation) {
        StatementRecord record = runner.newRecord(planned.statement().redactedText());
        record.planned(TimeUnit.NANOSECONDS.toMicros(planned.planNanos()));
        List<Fragment> fragments = planned.fragments(parameters);
        transaction.reads(fragments);
        boolean cacheable = isCacheable(planned, transaction);
        ResultKey key = cacheable ? key(planned, parameters) : null;
        if (cacheable) {
            Optional<CachedResult> known = services.resultCache().find(key, transaction.view());
            if (known.isPresent()) {
                record.cached();
                record.ended(new StatementRecord.Outcome(services.nowMicros(), 0, 0, 0, 0, null));
                return new CachedRows(known.get().batches());
            }
        }
        QueryRunner.Run run = start(planned, fragments, transaction, record, cancellation);
        if (!cacheable) {
            return new RowStream(run, services::nowMicros, batch -> {}, () -> {});
        }
        RowStream.Copies copies = new RowStream.Copies(ResultCache.MAX_RESULT_BYTES);
        Snapshot snapshot = transaction.view();
        return new RowStream(
                run, services::nowMicros, copies, () -> keep(key, planned, snapshot, copies));
    }

    private QueryRunner.Run start(
            PlannedStatement planned,
            List<Fragment> fragments,
            Transaction transaction,
            StatementRecord record,
            Cancellation cancellation) {
        try {
            return runner.start(
                    new QueryRunner.Job(
                            fragments,
                            transaction.view(),
                            List.of(),
                            StatementPlanner.touchesTables(planned),
                            record),
                    cancellation);
        } catch (RuntimeException e) {
            record.ended(RowStream.outcome(services.nowMicros(), List.of(), 0, e.getMessage()));
            throw e;
        }
    }

    /** Only what was committed, stored and is not bound to the clock can be kept. */
    private boolean isCacheable(PlannedStatement planned, Transaction transaction) {
        if (!session.settings().isOn("enable_result_cache_for_session")
                || !transaction.isReadOnly()
                || planned.bound().facts().timeDependent()) {
            return false;
        }
        boolean stored = false;
        for (Relation relation : planned.bound().facts().relations()) {
            if (relation instanceof SystemRelation) {
                return false;
            }
            if (relation.schema().startsWith(BindContext.TEMPORARY_PREFIX)) {
                return false;
            }
            stored |= relation instanceof TableRelation;
        }
        return stored;
    }

    private ResultKey key(PlannedStatement planned, ParameterValues parameters) {
        return new ResultKey(
                planned.statement().text(),
                parameters,
                session.user(),
                session.searchPath(),
                Map.of(
                        "timezone",
                        session.settings().get("timezone"),
                        "versions",
                        planned.pastVersions().toString()));
    }

    private void keep(
            ResultKey key, PlannedStatement planned, Snapshot snapshot, RowStream.Copies copies) {
        if (!copies.complete()) {
            return;
        }
        Set<Long> tables = new HashSet<>();
        for (Relation relation : planned.bound().facts().relations()) {
            if (relation instanceof TableRelation table && !table.isPast()) {
                tables.add(table.definition().getId());
            }
        }
        services.resultCache()
                .put(
                        key,
                        new CachedResult(
                                planned.columns(),
                                copies.batches(),
                                snapshot.catalogVersion(),
                                CachedResult.versions(snapshot, tables)));
    }

    ResultStream explain(
            Statement.Explain explain,
            PlannedStatement planned,
            ParameterValues parameters,
            Transaction transaction,
            Cancellation cancellation) {
        if (explain.format() != Statement.ExplainFormat.TEXT) {
            throw io.colonnade.error.ColonnadeException.notSupported(
                    "EXPLAIN (FORMAT " + explain.format() + ")");
        }
        if (!explain.analyze()) {
            return new TextLines(
                    Explain.lines(planned.plan(), explain.verbose()), CommandTag.plain("EXPLAIN"));
        }
        if (planned.bound() instanceof io.colonnade.sql.bind.BoundStatement.Query) {
            return analyze(explain, planned, parameters, transaction, cancellation);
        }
        throw io.colonnade.error.ColonnadeException.notSupported(
                "EXPLAIN ANALYZE of " + explain.statement().tag());
    }

    /** Runs the query, drops its rows, and shows what each operator counted. */
    private ResultStream analyze(
            Statement.Explain explain,
            PlannedStatement planned,
            ParameterValues parameters,
            Transaction transaction,
            Cancellation cancellation) {
        StatementRecord record = runner.newRecord(planned.statement().redactedText());
        List<Fragment> fragments = planned.fragments(parameters);
        transaction.reads(fragments);
        long start = System.nanoTime();
        List<Finished> finished;
        long rows = 0;
        try (QueryRunner.Run run = start(planned, fragments, transaction, record, cancellation)) {
            for (Batch batch = run.query().next(); batch != null; batch = run.query().next()) {
                rows += batch.rowCount();
            }
            finished = run.query().finished();
        }
        long nanos = System.nanoTime() - start;
        record.ended(RowStream.outcome(services.nowMicros(), finished, rows, null));
        List<OperatorCounters> counters = new ArrayList<>();
        long memory = 0;
        for (Finished node : finished) {
            counters.addAll(node.getOperatorsList());
            memory = Math.max(memory, node.getPeakMemoryBytes());
        }
        return new TextLines(
                Explain.analyzed(
                        planned.plan(),
                        explain.verbose(),
                        counters,
                        new Explain.Totals(planned.planNanos(), nanos, memory)),
                CommandTag.plain("EXPLAIN"));
    }
}
