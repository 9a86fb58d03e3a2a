package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.storage.vector.Batch;

import java.util.List;

/**
 * Looks through the rows of columns that become NOT NULL, before they do. Rows that others commit
 * meanwhile let the change fail. The session's thread only.
 */
final class NullScan {
    private final StatementPlanner planner;
    private final QueryRunner runner;

    NullScan(StatementPlanner planner, QueryRunner runner) {
        this.planner = planner;
        this.runner = runner;
    }

    /** Throws when a column that the change makes NOT NULL holds a NULL. */
    void refuse(Definition.AlterTable alter, DefinitionStatements.Scope scope) {
        for (String column : alter.withoutNulls()) {
            if (hasNull(alter.before(), column, scope)) {
                throw new ColonnadeException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "column \""
                                + column
                                + "\" of relation \""
                                + alter.before().getName()
                                + "\" contains null values");
            }
        }
        if (!alter.withoutNulls().isEmpty()) {
            scope.transaction().requireUnchanged(alter.before().getId());
        }
    }

    private boolean hasNull(
            TableDefinition table, String column, DefinitionStatements.Scope scope) {
        String sql =
                "SELECT 1 FROM "
                        + TableRewrite.quotedName(table)
                        + " WHERE "
                        + TableRewrite.quoted(column)
                        + " IS NULL LIMIT 1";
        StatementPlanner.Base base = scope.base();
        BoundStatement.Query query =
                Binder.query(
                        ((QueryStatement.Query) SqlParser.parseStatement(sql)).node(),
                        new Binder.Input(sql, planner.catalog(base), planner.context(base)));
        PlannedQuery plan = QueryPlanner.plan(query, planner.options());
        QueryRunner.Job job =
                new QueryRunner.Job(
                        plan.fragments(),
                        base.snapshot(),
                        List.of(),
                        true,
                        runner.unrecorded("ALTER TABLE"));
        try (QueryRunner.Run run = runner.start(job, scope.cancellation())) {
            for (Batch batch = run.query().next(); batch != null; batch = run.query().next()) {
                if (batch.rowCount() > 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
