package io.colonnade.leader.query;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.fragment.ParameterBinder;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes all rows of a table again, in its sort order and without the deleted ones: ALTER TABLE
 * when rows have to move. The new segments replace the old ones at commit, if nobody deleted from
 * those meanwhile. The session's thread only.
 */
final class TableRewrite {
    private final StatementPlanner planner;
    private final QueryRunner runner;
    private final WriteStatements writes;

    TableRewrite(StatementPlanner planner, QueryRunner runner, WriteStatements writes) {
        this.planner = planner;
        this.runner = runner;
        this.writes = writes;
    }

    /**
     * Writes the rows of a table by its definition in the transaction.
     *
     * @param before the definition that the rows were written by; columns that it lacks get their
     *     defaults
     */
    void run(
            TableDefinition before,
            long tableId,
            String label,
            Transaction transaction,
            Cancellation cancellation) {
        TableDefinition table = transaction.view().table(tableId).orElseThrow().definition();
        String sql = select(before, table);
        StatementPlanner.Base base = new StatementPlanner.Base(transaction.view(), 0);
        QueryStatement.Query parsed = (QueryStatement.Query) SqlParser.parseStatement(sql);
        BoundStatement.Query query =
                Binder.query(
                        parsed.node(),
                        new Binder.Input(sql, planner.catalog(base), planner.context(base)));
        PlannedQuery plan =
                QueryPlanner.planInto(
                        query,
                        new TableRelation(table, TableStatistics.getDefaultInstance(), 0),
                        planner.options());
        StatementRecord record = runner.newRecord(label);
        WriteStatements.Written written =
                writes.run(
                        new QueryRunner.Job(
                                ParameterBinder.bind(
                                        plan.fragments(),
                                        ParameterValues.NONE.types(),
                                        ParameterValues.NONE.values()),
                                transaction.view(),
                                java.util.List.of(),
                                true,
                                record),
                        cancellation);
        transaction.replace(tableId, written.results());
    }

    private static String select(TableDefinition before, TableDefinition table) {
        Set<Integer> old = new HashSet<>();
        before.getColumnsList().forEach(column -> old.add(column.getId()));
        return table.getColumnsList().stream()
                .map(column -> value(column, old.contains(column.getId())))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + quotedName(table)));
    }

    private static String value(ColumnDefinition column, boolean stored) {
        return stored || column.getDefaultSql().isEmpty()
                ? quoted(column.getName())
                : "(" + column.getDefaultSql() + ") AS " + quoted(column.getName());
    }

    static String quotedName(TableDefinition table) {
        return quoted(table.getSchema()) + "." + quoted(table.getName());
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
