package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.load.CopyPlan;
import io.colonnade.leader.load.LoadFileFinder;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.Notice;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.StatementHistory;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.transaction.LoadLabels;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.LoadError;
import io.colonnade.plan.LoadOptions;
import io.colonnade.rpc.Finished;
import io.colonnade.sql.definition.CopyBinder;
import io.colonnade.sql.parser.CopyOptions;
import io.colonnade.sql.parser.LoadStatement;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.storage.seam.FailPoints;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** COPY. The session's thread only. */
final class LoadStatements {
    private final LeaderServices services;
    private final StatementPlanner planner;
    private final QueryRunner runner;
    private final WriteStatements writes;
    private final SessionState session;

    LoadStatements(
            LeaderServices services,
            StatementPlanner planner,
            QueryRunner runner,
            WriteStatements writes,
            SessionState session) {
        this.services = services;
        this.planner = planner;
        this.runner = runner;
        this.writes = writes;
        this.session = session;
    }

    ResultStream copy(
            LoadStatement.Copy statement,
            ParsedStatement parsed,
            StatementPlanner.Base base,
            Transaction transaction,
            Cancellation cancellation) {
        if (!session.superuser()) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE,
                    "must be superuser to COPY from a file of the server");
        }
        CopyOptions.Control control = statement.options().control();
        CopyBinder.Copy copy =
                CompressionUpdates.apply(
                        control.compressionUpdate(),
                        new CopyBinder(parsed.text(), planner.catalog(base), planner.context(base))
                                .bind(statement),
                        transaction);
        if (control.compressionRows() != null) {
            session.client().notice(Notice.notice("COMPROWS is not needed: blocks are sampled"));
        }
        requireNewLabel(copy, transaction);
        List<Path> files = new ArrayList<>();
        copy.locations().forEach(location -> files.addAll(LoadFileFinder.find(location)));
        LoadOptions options = copy.options();
        String compression = LoadFileFinder.compression(files, options.getCompression());
        boolean splittable =
                compression.isEmpty()
                        && !options.getCsv()
                        && !options.getEscape()
                        && !options.getRemoveQuotes();
        StatementRecord record = runner.newRecord(parsed.redactedText());
        int nodes = services.dispatcher().cluster().members().size();
        WriteStatements.Written written =
                writes.run(
                        new QueryRunner.Job(
                                CopyPlan.of(copy, compression, nodes),
                                transaction.view(),
                                LoadFileFinder.ranges(files, splittable),
                                true,
                                record),
                        cancellation,
                        finished -> keepErrors(copy, record, finished));
        keepErrors(copy, record, written.finished());
        checkErrorCount(options.getMaxErrors(), written.finished());
        tellErrors(copy, written.finished());
        if (copy.dryRun()) {
            return ResultStream.done(CommandTag.counted("COPY", 0));
        }
        CompressionUpdates.keep(copy, transaction);
        FailPoints.hit("copy.loaded");
        transaction.write(copy.table().getId(), written.results());
        if (!copy.label().isEmpty()) {
            transaction.label(copy.label(), written.insertedRows());
        }
        return ResultStream.done(CommandTag.counted("COPY", written.insertedRows()));
    }

    /** Refuses a repeated load before it reads a file; the commit looks again. */
    private void requireNewLabel(CopyBinder.Copy copy, Transaction transaction) {
        if (!copy.label().isEmpty()) {
            transaction.requireNewLabel(copy.label());
            LoadLabels.requireUnused(
                    services.committer().current(), copy.label(), services.nowMicros());
        }
    }

    /** Brings bad rows to stl_load_errors, also those of a load that failed. */
    private void keepErrors(CopyBinder.Copy copy, StatementRecord record, List<Finished> finished) {
        for (Finished node : finished) {
            for (LoadError error : node.getLoadErrorsList()) {
                services.history()
                        .add(
                                new StatementHistory.LoadErrorRecord(
                                        record.queryId(),
                                        session.user(),
                                        copy.table().getId(),
                                        services.nowMicros(),
                                        error));
            }
        }
    }

    private void tellErrors(CopyBinder.Copy copy, List<Finished> finished) {
        long count = finished.stream().mapToLong(Finished::getLoadErrorCount).sum();
        if (count > 0) {
            session.client()
                    .notice(
                            Notice.info(
                                    "Load into table '"
                                            + copy.table().getName()
                                            + "' left out "
                                            + count
                                            + " rows; see stl_load_errors."));
        }
    }

    /** Each node ends a load that reaches MAXERROR by itself; here all nodes count together. */
    private static void checkErrorCount(long maxErrors, List<Finished> finished) {
        long count = finished.stream().mapToLong(Finished::getLoadErrorCount).sum();
        if (count > 0 && count >= maxErrors) {
            throw new ColonnadeException(
                            ErrorCode.BAD_COPY_DATA,
                            "the files have " + count + " bad rows, MAXERROR is " + maxErrors)
                    .hint("Nothing was loaded. See stl_load_errors.");
        }
    }
}
