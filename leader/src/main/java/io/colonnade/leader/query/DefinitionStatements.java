package io.colonnade.leader.query;

import io.colonnade.leader.catalog.DefinitionExecutor;
import io.colonnade.leader.catalog.HistoryExecutor;
import io.colonnade.leader.catalog.TemporaryTables;
import io.colonnade.leader.catalog.UserChanges;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.Notice;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.definition.DefinitionBinder;
import io.colonnade.sql.definition.HistoryBinder;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.HistoryStatement;
import io.colonnade.sql.parser.MaintenanceStatement;
import io.colonnade.sql.parser.ParsedStatement;

import java.util.function.UnaryOperator;

/** Statements about the catalogue, and ANALYZE and VACUUM. The session's thread only. */
final class DefinitionStatements {
    private final LeaderServices services;
    private final SessionState session;
    private final StatementPlanner planner;
    private final WriteStatements writes;
    private final TemporaryTables temporary;
    private final TableRewrite rewrite;
    private final TableAppend appends;
    private final NullScan nulls;
    private final VacuumStatements vacuums;
    private final ViewBinder views;

    DefinitionStatements(
            LeaderServices services,
            SessionState session,
            StatementPlanner planner,
            QueryRunner runner,
            WriteStatements writes,
            TemporaryTables temporary) {
        this.services = services;
        this.session = session;
        this.planner = planner;
        this.writes = writes;
        this.temporary = temporary;
        this.rewrite = new TableRewrite(planner, runner, writes);
        this.appends = new TableAppend(planner, writes);
        this.nulls = new NullScan(planner, runner);
        this.vacuums = new VacuumStatements(services, session, runner, writes);
        this.views = new ViewBinder(planner);
    }

    /**
     * What a statement runs in.
     *
     * @param script the text that its positions count in
     * @param nowMicros begin of the transaction
     */
    record Scope(
            String script, Transaction transaction, long nowMicros, Cancellation cancellation) {
        StatementPlanner.Base base() {
            return new StatementPlanner.Base(transaction.view(), nowMicros);
        }
    }

    ResultStream define(DdlStatement ddl, ParsedStatement statement, Scope scope) {
        Definition definition = binder(scope).bind(ddl);
        if (definition instanceof Definition.ChangeUsers users) {
            new UserChanges(
                            scope.transaction,
                            session,
                            services.committer()::newObjectId,
                            this::notice)
                    .execute(users.statement());
        } else if (definition instanceof Definition.CreateTable create) {
            long id = definitions(scope).createTable(create.table(), create.ifNotExists());
            temporary.created(id, create.onCommit());
        } else if (definition instanceof Definition.AppendTable append) {
            appends.run(append, scope);
        } else {
            if (definition instanceof Definition.AlterTable alter) {
                nulls.refuse(alter, scope);
            }
            definitions(scope).execute(definition);
            if (definition instanceof Definition.AlterTable alter && alter.rewrite()) {
                rewriteRows(alter, statement.redactedText(), scope);
            }
        }
        return ResultStream.done(CommandTag.plain(ddl.tag()));
    }

    private void rewriteRows(Definition.AlterTable alter, String label, Scope scope) {
        long id = alter.after().getId();
        if (!scope.transaction.view().table(id).orElseThrow().segments().isEmpty()) {
            if (alter.conversions().isEmpty()) {
                rewrite.run(alter.before(), id, label, scope.transaction, scope.cancellation);
            } else {
                rewrite.convert(alter, label, scope);
            }
        }
    }

    ResultStream createTableAs(
            DdlStatement.CreateTableAs create,
            PlannedStatement planned,
            ParameterValues parameters,
            Scope scope) {
        Definition.CreateTableAs definition = (Definition.CreateTableAs) binder(scope).bind(create);
        return writes.createTableAs(
                new WriteStatements.NewTable(
                        definition,
                        session.user(),
                        definitions(scope),
                        id -> temporary.created(id, definition.onCommit())),
                planned,
                parameters,
                scope.transaction,
                scope.cancellation);
    }

    ResultStream analyze(MaintenanceStatement.Analyze analyze, Scope scope) {
        writes.analyze(binder(scope).bind(analyze), scope.transaction);
        return ResultStream.done(CommandTag.plain(analyze.tag()));
    }

    ResultStream vacuum(
            MaintenanceStatement.Vacuum vacuum, ParsedStatement statement, Scope scope) {
        vacuums.requireAlone(scope.transaction);
        Definition.Maintain maintain = binder(scope).bind(vacuum);
        vacuums.vacuum(vacuum, maintain, statement.redactedText(), scope.cancellation);
        if (vacuum.analyze()) {
            Transaction after = new Transaction(services.committer().current());
            writes.analyze(maintain, after);
            services.committer().commit(after);
        }
        return ResultStream.done(CommandTag.plain(vacuum.tag()));
    }

    /** Snapshots, clones, restored and undropped tables. */
    ResultStream history(HistoryStatement statement, Scope scope) {
        StatementPlanner.Base base = scope.base();
        UnaryOperator<ViewDefinition> bound = view -> views.bound(view, null, scope.base());
        new HistoryExecutor(
                        scope.transaction,
                        new HistoryBinder(
                                scope.script, planner.catalog(base), planner.context(base)),
                        services.past(),
                        new HistoryExecutor.Session(
                                session.user(),
                                session.superuser(),
                                scope.nowMicros,
                                services.committer()::newObjectId,
                                this::notice,
                                bound))
                .execute(statement);
        return ResultStream.done(CommandTag.plain(statement.tag()));
    }

    private DefinitionBinder binder(Scope scope) {
        StatementPlanner.Base base = scope.base();
        return new DefinitionBinder(scope.script, planner.catalog(base), planner.context(base));
    }

    private DefinitionExecutor definitions(Scope scope) {
        UnaryOperator<ViewDefinition> bound = view -> views.bound(view, scope.script, scope.base());
        return new DefinitionExecutor(
                scope.transaction,
                services.committer()::newObjectId,
                services.clock(),
                this::notice,
                bound);
    }

    private void notice(String message) {
        session.client().notice(Notice.notice(message));
    }
}
