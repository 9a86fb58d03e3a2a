package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.catalog.TemporaryTables;
import io.colonnade.leader.past.ReadPins;
import io.colonnade.leader.session.BackendSession;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.Prepared;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.session.Settings;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.HistoryStatement;
import io.colonnade.sql.parser.LoadStatement;
import io.colonnade.sql.parser.MaintenanceStatement;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SessionStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.parser.Statement;
import io.colonnade.sql.parser.TransactionStatement;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The leader's half of one session: the open transaction, and what each kind of statement does with
 * it. The session's thread only.
 */
final class LeaderSession implements BackendSession {
    private final LeaderServices services;
    private final SessionState session;
    private final StatementPlanner planner;
    private final QueryRunner runner;
    private final QueryStatements queries;
    private final WriteStatements writes;
    private final InsertPlans insertPlans;
    private final LoadStatements loads;
    private final GarbageStatements garbage;
    private final DefinitionStatements definitions;
    private final CompressionAnalysis compression;
    private final TemporaryTables temporary;
    private final Settings settings;
    private final FittedParameters fitted = new FittedParameters();

    // Null until a statement of the transaction needs the snapshot.
    private Transaction transaction;
    private long transactionMicros;

    // What the positions of the newest parsed statements count in.
    private String script = "";

    LeaderSession(LeaderServices services, SessionState session) {
        this.services = services;
        this.session = session;
        this.temporary = new TemporaryTables(session.processId());
        this.settings = session.settings();
        this.planner = new StatementPlanner(services, session);
        this.runner = new QueryRunner(services, session);
        this.queries = new QueryStatements(services, session, runner);
        this.writes = new WriteStatements(services, planner, runner);
        this.insertPlans = new InsertPlans(planner);
        this.definitions =
                new DefinitionStatements(services, session, planner, runner, writes, temporary);
        this.compression = new CompressionAnalysis(services, planner, runner);
        this.garbage = new GarbageStatements(services, session);
        this.loads = new LoadStatements(services, planner, runner, writes, session);
    }

    @Override
    public List<ParsedStatement> parse(String sql) {
        script = sql;
        return SqlParser.parseScript(sql);
    }

    @Override
    public Prepared prepare(
            ParsedStatement statement, List<SqlType> parameterTypes, Cancellation cancellation) {
        Statement kind = statement.statement();
        planner.cancelableBy(cancellation);
        if (StatementPlanner.hasPlan(kind)) {
            try {
                Optional<Prepared> shaped =
                        parameterTypes.isEmpty()
                                ? insertPlans.find(statement, script, base(), session.searchPath())
                                : Optional.empty();
                return shaped.isPresent()
                        ? shaped.get()
                        : planner.plan(statement, script, parameterTypes, base());
            } catch (StackOverflowError e) {
                throw new ColonnadeException(
                                ErrorCode.STATEMENT_TOO_COMPLEX,
                                "the statement is nested too deeply")
                        .hint("Split it, or put long lists into a table.");
            }
        }
        refuseUnsupported(kind);
        return PlannedStatement.unplanned(
                statement,
                switch (kind) {
                    case MaintenanceStatement.AnalyzeCompression analyze ->
                            CompressionAnalysis.COLUMNS;
                    case HistoryStatement.CollectGarbage collect -> GarbageStatements.COLUMNS;
                    default -> List.of();
                });
    }

    @Override
    public Prepared fitted(Prepared prepared, ParameterValues values, Cancellation cancellation) {
        if (!(prepared instanceof PlannedStatement planned) || planned.plan() == null) {
            return prepared;
        }
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < values.count(); i++) {
            types.add(values.isNull(i) ? null : values.types().get(i));
        }
        planner.cancelableBy(cancellation);
        return fitted.fitted(planned, types, other -> planner.replan(other, base()));
    }

    @Override
    public Prepared fitted(Prepared prepared, ParsedStatement execute, Cancellation cancellation) {
        boolean decimals =
                prepared instanceof PlannedStatement planned
                        && planned.plan() != null
                        && planned.parameterTypes().stream()
                                .anyMatch(type -> type.kind() == TypeKind.DECIMAL);
        if (!decimals) {
            return prepared;
        }
        List<SqlType> types;
        try {
            ParsedStatement again = StatementPlanner.parseAgain(execute);
            StatementPlanner.Base base = base();
            types =
                    ExecuteArguments.types(
                            (SessionStatement.Execute) again.statement(),
                            new Binder.Input(
                                    again.text(), planner.catalog(base), planner.context(base)));
        } catch (ColonnadeException e) {
            // Told when the arguments are evaluated, with the place in the whole script.
            return prepared;
        }
        planner.cancelableBy(cancellation);
        return fitted.fitted(
                (PlannedStatement) prepared, types, other -> planner.replan(other, base()));
    }

    private static void refuseUnsupported(Statement statement) {
        switch (statement) {
            case Statement.Unsupported unsupported ->
                    throw ColonnadeException.notSupported(unsupported.name());
            case Statement.Explain explain ->
                    throw ColonnadeException.notSupported(
                            "EXPLAIN of " + explain.statement().tag());
            case LoadStatement.CopyTo copy -> throw ColonnadeException.notSupported("COPY ... TO");
            case LoadStatement.Unload unload -> throw ColonnadeException.notSupported("UNLOAD");
            case SessionStatement.Lock lock -> throw ColonnadeException.notSupported("LOCK");
            case SessionStatement.Call call -> throw ColonnadeException.notSupported("CALL");
            default -> {
                // Resolved when it runs.
            }
        }
    }

    @Override
    public ResultStream execute(
            Prepared prepared, ParameterValues parameters, Cancellation cancellation) {
        planner.cancelableBy(cancellation);
        PlannedStatement planned;
        if (prepared instanceof InsertPlans.Shaped shaped) {
            OptionalLong inserted = insert(shaped);
            if (inserted.isPresent()) {
                return ResultStream.done(CommandTag.counted("INSERT", inserted.getAsLong()));
            }
            planned = planner.replan(shaped.plan(), base());
        } else {
            planned = (PlannedStatement) prepared;
        }
        if (planned.plan() != null && !planned.isCurrent(base().snapshot().catalogVersion())) {
            PlannedStatement again = planner.replan(planned, base());
            if (!again.hasColumnsOf(planned)) {
                throw new ColonnadeException(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "cached plan must not change result type")
                        .hint("Prepare the statement again.");
            }
            planned = again;
        }
        if (planned.plan() != null) {
            Transaction reader = transaction();
            planned.pastVersions().forEach(v -> pins().pin(reader, services.past().at(v)));
        }
        Statement statement = planned.statement().statement();
        if (!(statement instanceof QueryStatement)) {
            transaction().runs(planned.statement().redactedText());
        }
        return switch (statement) {
            case QueryStatement query ->
                    queries.select(planned, parameters, transaction(), cancellation);
            case Statement.Explain explain ->
                    queries.explain(explain, planned, parameters, transaction(), cancellation);
            case DmlStatement dml ->
                    writes.writeInTurn(planned, parameters, base(), transaction(), cancellation);
            case DdlStatement.CreateTableAs create ->
                    definitions.createTableAs(
                            create, planned, parameters, scope(planned.statement(), cancellation));
            case DdlStatement ddl ->
                    definitions.define(
                            ddl, planned.statement(), scope(planned.statement(), cancellation));
            case HistoryStatement.CollectGarbage collect -> garbage.collect(collect);
            case HistoryStatement history ->
                    definitions.history(history, scope(planned.statement(), cancellation));
            case LoadStatement.Copy copy ->
                    loads.copy(copy, planned.statement(), base(), transaction(), cancellation);
            case MaintenanceStatement.Analyze analyze ->
                    definitions.analyze(analyze, scope(planned.statement(), cancellation));
            case MaintenanceStatement.AnalyzeCompression analyze ->
                    compression.run(analyze, planned.statement(), base(), cancellation);
            case MaintenanceStatement.Vacuum vacuum ->
                    definitions.vacuum(
                            vacuum, planned.statement(), scope(planned.statement(), cancellation));
            default -> throw ColonnadeException.notSupported(statement.tag());
        };
    }

    /** Rows inserted; empty if the statement has to go the long way, if only to fail there. */
    private OptionalLong insert(InsertPlans.Shaped shaped) {
        if (!shaped.plan().isCurrent(base().snapshot().catalogVersion())) {
            return OptionalLong.empty();
        }
        transaction().runs(shaped.statement().redactedText());
        return writes.insert(shaped.plan(), shaped.values(), transaction());
    }

    private DefinitionStatements.Scope scope(ParsedStatement statement, Cancellation cancellation) {
        return new DefinitionStatements.Scope(
                script.isEmpty() ? statement.text() : script,
                transaction(),
                transactionMicros,
                cancellation);
    }

    @Override
    public ParameterValues arguments(Prepared prepared, SessionStatement.Execute execute) {
        StatementPlanner.Base base = base();
        return ExecuteArguments.evaluate(
                execute,
                prepared.parameterTypes().size(),
                new Binder.Input(script, planner.catalog(base), planner.context(base)),
                planner,
                runner,
                base);
    }

    private Transaction transaction() {
        if (transaction == null) {
            transaction = new Transaction(services.committer().current());
            pins().pin(transaction, transaction.base());
            transactionMicros = services.nowMicros();
        }
        return transaction;
    }

    private ReadPins pins() {
        return services.past().pins();
    }

    private StatementPlanner.Base base() {
        return new StatementPlanner.Base(transaction().view(), transactionMicros);
    }

    @Override
    public void begin(TransactionStatement.Modes modes, boolean implicit) {
        end();
    }

    @Override
    public void commit() {
        Transaction ending = transaction;
        transaction = null;
        if (ending == null) {
            return;
        }
        try {
            ending.setSerializable(
                    session.settings().get("transaction_isolation").equals("serializable"));
            temporary.beforeCommit(ending);
            label(ending);
            FailPoints.hit("session.before-commit");
            services.committer().commit(ending);
            FailPoints.hit("session.after-commit");
        } finally {
            pins().release(ending);
        }
    }

    @Override
    public void rollback() {
        end();
    }

    private void label(Transaction ending) {
        String label = settings.get("load_label");
        if (!label.isEmpty() && ending.changesRows()) {
            ending.label(label, ending.addedRows());
        }
    }

    @Override
    public void close() {
        end();
        temporary.drop(services.committer());
    }

    private void end() {
        if (transaction != null) {
            pins().release(transaction);
            transaction = null;
        }
    }
}
