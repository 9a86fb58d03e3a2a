package io.colonnade.leader.query;

import io.colonnade.leader.catalog.SnapshotCatalog;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.SessionState;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.fragment.PlanOptions;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.parser.Statement;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.function.Supplier;

/** Binds and plans statements of one session on a snapshot. The session's thread only. */
final class StatementPlanner {
    private final LeaderServices services;
    private final SessionState session;
    private Cancellation cancellation = new Cancellation();

    StatementPlanner(LeaderServices services, SessionState session) {
        this.services = services;
        this.session = session;
    }

    /** What a statement is planned on. */
    record Base(Snapshot snapshot, long nowMicros) {}

    /** Plannings from now on end when this is canceled. */
    void cancelableBy(Cancellation running) {
        cancellation = running;
    }

    /** Binds and plans where that holds up no other session; in this session's name. */
    <T> T planning(Supplier<T> work) {
        return services.planning().run(work, cancellation);
    }

    /** Whether {@link #plan} has something to do for it. */
    static boolean hasPlan(Statement statement) {
        return switch (core(statement)) {
            case QueryStatement query -> true;
            case DmlStatement dml -> true;
            case DdlStatement.CreateTableAs create -> true;
            default -> false;
        };
    }

    /**
     * Plans a query, INSERT, UPDATE, DELETE, or the query of CREATE TABLE AS.
     *
     * @param script the text that the statement's positions count in
     */
    PlannedStatement plan(
            ParsedStatement statement, String script, List<SqlType> declaredTypes, Base base) {
        return plan(statement, script, declaredTypes, base, 0);
    }

    private PlannedStatement plan(
            ParsedStatement statement,
            String script,
            List<SqlType> declaredTypes,
            Base base,
            long identityStart) {
        return planning(() -> planned(statement, script, declaredTypes, base, identityStart));
    }

    private PlannedStatement planned(
            ParsedStatement statement,
            String script,
            List<SqlType> declaredTypes,
            Base base,
            long identityStart) {
        long start = System.nanoTime();
        Binder.Input input =
                new Binder.Input(
                        script, catalog(base), context(base, identityStart), declaredTypes);
        Statement core = core(statement.statement());
        BoundStatement bound =
                switch (core) {
                    case QueryStatement.Query query -> Binder.query(query.node(), input);
                    case DmlStatement dml -> Binder.dml(dml, input);
                    case DdlStatement.CreateTableAs create -> Binder.query(create.query(), input);
                    default -> throw new IllegalArgumentException(core.tag());
                };
        PlannedQuery plan = QueryPlanner.plan(bound, options());
        return new PlannedStatement(
                statement,
                declaredTypes,
                bound.facts().parameters(),
                resultColumns(statement.statement(), bound),
                bound,
                plan,
                base.snapshot().catalogVersion(),
                System.nanoTime() - start);
    }

    /** Plans again what was planned on an older snapshot. */
    PlannedStatement replan(PlannedStatement old, Base base) {
        return replan(old, base, 0);
    }

    /**
     * The same for an INSERT into a table with identity columns.
     *
     * @param identityStart values of them that were given out before
     */
    PlannedStatement replan(PlannedStatement old, Base base, long identityStart) {
        ParsedStatement again = parseAgain(old.statement());
        return plan(again, again.text(), old.declaredTypes(), base, identityStart);
    }

    /** Binding uses a tree up, so that another binding needs another parse. */
    static ParsedStatement parseAgain(ParsedStatement statement) {
        return SqlParser.parseScript(statement.text()).getFirst();
    }

    /** The statement that EXPLAIN explains, or the statement itself. */
    static Statement core(Statement statement) {
        return statement instanceof Statement.Explain explain ? explain.statement() : statement;
    }

    private static List<ResultColumn> resultColumns(Statement statement, BoundStatement bound) {
        return switch (statement) {
            case QueryStatement query -> ResultColumns.of((BoundStatement.Query) bound);
            case Statement.Explain explain ->
                    List.of(ResultColumn.of("QUERY PLAN", SqlType.VARCHAR));
            default -> List.of();
        };
    }

    Catalog catalog(Base base) {
        return new SnapshotCatalog(
                base.snapshot(),
                services.dispatcher().cluster()::isInPlace,
                services.past(),
                base.nowMicros(),
                BindContext.TEMPORARY_PREFIX + session.processId());
    }

    BindContext context(Base base) {
        return context(base, 0);
    }

    private BindContext context(Base base, long identityStart) {
        return new BindContext(
                session.searchPath(),
                session.user(),
                session.database(),
                session.processId(),
                base.nowMicros(),
                session.settings().timeZone(),
                session.settings().all(),
                table -> identityStart);
    }

    long nowMicros() {
        return services.nowMicros();
    }

    PlanOptions options() {
        ComputeCluster cluster = services.dispatcher().cluster();
        return PlanOptions.of(cluster.members().size(), cluster.slices())
                .withSharedSubplans(session.settings().isOn("enable_shared_subplans"));
    }

    /** Whether the statement reads or writes stored tables, so that it takes a queue's slot. */
    static boolean touchesTables(PlannedStatement planned) {
        for (Relation relation : planned.bound().facts().relations()) {
            if (relation instanceof io.colonnade.sql.catalog.TableRelation) {
                return true;
            }
        }
        return false;
    }
}
