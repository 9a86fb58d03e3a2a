package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.catalog.DefinitionExecutor;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.statistics.DerivedStatistics;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.transaction.IdentityCounters;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.Fragment;
import io.colonnade.rpc.Finished;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.definition.DerivedTable;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** INSERT, UPDATE, DELETE, MERGE, CREATE TABLE AS and ANALYZE. The session's thread only. */
final class WriteStatements {
    private final LeaderServices services;
    private final StatementPlanner planner;
    private final QueryRunner runner;
    private final InlineInserts inline;

    WriteStatements(LeaderServices services, StatementPlanner planner, QueryRunner runner) {
        this.services = services;
        this.planner = planner;
        this.runner = runner;
        this.inline = new InlineInserts(services.dispatcher().cluster(), runner.session());
    }

    /** What a plan with a TableWrite reported, and what its nodes counted. */
    record Written(List<WriteResult> results, List<Finished> finished) {
        long insertedRows() {
            long rows = 0;
            for (WriteResult result : results) {
                rows += result.hasSegment() ? result.getSegment().getRows() : 0;
            }
            return rows;
        }

        long mergedRows() {
            return results.stream().mapToLong(WriteResult::getMergedRows).sum();
        }
    }

    /** Plans and runs one that gives out identity values when it is its turn to do so. */
    ResultStream writeInTurn(
            PlannedStatement planned,
            ParameterValues parameters,
            StatementPlanner.Base base,
            Transaction transaction,
            Cancellation cancellation) {
        Optional<TableSnapshot> identities = planned.identityTable(transaction.view());
        if (identities.isEmpty()) {
            return write(planned, parameters, transaction, cancellation);
        }
        long id = identities.get().id();
        try (IdentityCounters.Lease lease =
                services.committer().identities().lease(identities.get(), cancellation)) {
            PlannedStatement numbered = planner.replan(planned, base, lease.start());
            ResultStream result = write(numbered, parameters, transaction, cancellation);
            transaction.identityCount(id, lease.advance(result.tag().rows()));
            return result;
        }
    }

    ResultStream write(
            PlannedStatement planned,
            ParameterValues parameters,
            Transaction transaction,
            Cancellation cancellation) {
        StatementRecord record = runner.newRecord(planned.statement().redactedText());
        OptionalLong inserted = insertInline(planned, parameters, transaction, record);
        if (inserted.isPresent()) {
            return ResultStream.done(CommandTag.counted("INSERT", inserted.getAsLong()));
        }
        List<Fragment> fragments = planned.fragments(parameters);
        transaction.reads(fragments);
        Written written =
                run(
                        new QueryRunner.Job(fragments, transaction.view(), List.of(), true, record),
                        cancellation);
        String tag = planned.statement().statement().tag();
        TableDefinition table =
                switch (planned.bound()) {
                    case BoundStatement.Insert insert -> insert.table().definition();
                    case BoundStatement.Update update -> update.table().definition();
                    case BoundStatement.Delete delete -> delete.table().definition();
                    case BoundStatement.Merge merge -> merge.table().definition();
                    case BoundStatement.Query query ->
                            throw ColonnadeException.internal("a query writes nothing");
                };
        boolean merges = planned.bound() instanceof BoundStatement.Merge;
        if (merges) {
            DeletedRows.requireDisjoint(written.results());
        }
        long deleted = transaction.write(table.getId(), written.results());
        boolean inserts = planned.bound() instanceof BoundStatement.Insert;
        long rows = inserts ? written.insertedRows() : merges ? written.mergedRows() : deleted;
        return ResultStream.done(CommandTag.counted(tag, rows));
    }

    /**
     * Inserts rows that are written in the statement; nothing happens if they are too many or
     * something is wrong with one.
     */
    OptionalLong insert(
            PlannedStatement planned, ParameterValues parameters, Transaction transaction) {
        StatementRecord record = runner.unrecorded(planned.statement().redactedText());
        OptionalLong rows;
        try {
            rows = inline.insert(planned, parameters, transaction);
        } catch (ColonnadeException e) {
            return OptionalLong.empty();
        }
        if (rows.isPresent()) {
            services.history().add(record);
            ended(record, rows.getAsLong(), null);
        }
        return rows;
    }

    private OptionalLong insertInline(
            PlannedStatement planned,
            ParameterValues parameters,
            Transaction transaction,
            StatementRecord record) {
        try {
            OptionalLong rows = inline.insert(planned, parameters, transaction);
            rows.ifPresent(count -> ended(record, count, null));
            return rows;
        } catch (RuntimeException e) {
            ended(record, 0, e.getMessage());
            throw e;
        }
    }

    private void ended(StatementRecord record, long rows, String error) {
        record.ended(RowStream.outcome(services.nowMicros(), List.of(), rows, error));
    }

    /** Runs a plan that ends in a TableWrite and collects its reports. */
    Written run(QueryRunner.Job job, Cancellation cancellation) {
        return run(job, cancellation, finished -> {});
    }

    /**
     * Runs a plan that ends in a TableWrite and collects its reports.
     *
     * @param onFailure told what the nodes counted before the plan failed
     */
    Written run(
            QueryRunner.Job job, Cancellation cancellation, Consumer<List<Finished>> onFailure) {
        try (QueryRunner.Run run = runner.start(job, cancellation)) {
            Written written = collect(run.query(), onFailure);
            job.record()
                    .ended(
                            RowStream.outcome(
                                    services.nowMicros(),
                                    written.finished(),
                                    written.insertedRows(),
                                    null));
            return written;
        } catch (RuntimeException e) {
            job.record()
                    .ended(RowStream.outcome(services.nowMicros(), List.of(), 0, e.getMessage()));
            throw e;
        }
    }

    private static Written collect(RunningQuery query, Consumer<List<Finished>> onFailure) {
        try {
            return new Written(WriteReports.collect(query), query.finished());
        } catch (RuntimeException e) {
            onFailure.accept(query.finished());
            throw e;
        }
    }

    /**
     * The table that CREATE TABLE AS makes.
     *
     * @param created told its id
     */
    record NewTable(
            Definition.CreateTableAs definition,
            String owner,
            DefinitionExecutor executor,
            LongConsumer created) {}

    ResultStream createTableAs(
            NewTable target,
            PlannedStatement planned,
            ParameterValues parameters,
            Transaction transaction,
            Cancellation cancellation) {
        Definition.CreateTableAs definition = target.definition();
        BoundStatement.Query query = (BoundStatement.Query) planned.bound();
        TableDefinition draft =
                DerivedTable.of(definition, query.columns()).toBuilder()
                        .setOwner(target.owner())
                        .build();
        long id = target.executor().createTable(draft, definition.ifNotExists());
        target.created().accept(id);
        if (id < 0 || !definition.withData()) {
            return ResultStream.done(CommandTag.plain("CREATE TABLE AS"));
        }
        TableDefinition table = transaction.view().table(id).orElseThrow().definition();
        PlannedQuery plan =
                planner.planning(
                        () -> QueryPlanner.planInto(query, relation(table), planner.options()));
        StatementRecord record = runner.newRecord(planned.statement().redactedText());
        List<Fragment> fragments = planned.fragments(plan, parameters);
        transaction.reads(fragments);
        Written written =
                run(
                        new QueryRunner.Job(fragments, transaction.view(), List.of(), true, record),
                        cancellation);
        transaction.write(id, written.results());
        return ResultStream.done(CommandTag.counted("SELECT", written.insertedRows()));
    }

    /** A table that was just made: no rows, nothing known. */
    private static TableRelation relation(TableDefinition table) {
        return new TableRelation(table, TableStatistics.getDefaultInstance(), 0);
    }

    /** Stores the statistics that the segments' summaries give. */
    void analyze(Definition.Maintain maintain, Transaction transaction) {
        for (Definition.Target target : maintain.tables()) {
            TableSnapshot table = transaction.view().table(target.id()).orElseThrow();
            transaction.change(
                    CatalogChange.newBuilder()
                            .setPutStatistics(
                                    DerivedStatistics.of(table, transaction.view().version()))
                            .build());
        }
    }
}
