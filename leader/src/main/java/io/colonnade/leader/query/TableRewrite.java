package io.colonnade.leader.query;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.fragment.ParameterBinder;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        run(select(before, table), table, label, transaction, cancellation);
    }

    /**
     * Gives columns their new types: for the time of the rewrite the table has both the old columns
     * and those that take their place.
     */
    void convert(Definition.AlterTable alter, String label, DefinitionStatements.Scope scope) {
        Transaction transaction = scope.transaction();
        TableDefinition.Builder both = alter.after().toBuilder();
        List<String> values = new ArrayList<>();
        Set<Integer> old = new HashSet<>();
        alter.before().getColumnsList().forEach(column -> old.add(column.getId()));
        Map<Integer, String> converted = new HashMap<>();
        for (Definition.Conversion conversion : alter.conversions()) {
            ColumnDefinition column = conversion.old();
            String name = "$old_" + column.getId();
            both.addColumns(
                    column.toBuilder()
                            .setName(name)
                            .clearDefaultSql()
                            .setType(column.getType().toBuilder().setNullable(true)));
            converted.put(
                    conversion.newId(), "CAST(" + quoted(name) + " AS " + conversion.type() + ")");
            converted.put(
                    column.getId(), "CAST(NULL AS " + SqlType.fromProto(column.getType()) + ")");
        }
        for (ColumnDefinition column : both.getColumnsList()) {
            String value = converted.get(column.getId());
            values.add(value != null ? value : value(column, old.contains(column.getId())));
        }
        TableDefinition table = both.build();
        transaction.change(CatalogChange.newBuilder().setPutTable(table).build());
        String sql = "SELECT " + String.join(", ", values) + " FROM " + quotedName(table);
        run(sql, table, label, transaction, scope.cancellation());
        transaction.change(CatalogChange.newBuilder().setPutTable(alter.after()).build());
    }

    private void run(
            String sql,
            TableDefinition table,
            String label,
            Transaction transaction,
            Cancellation cancellation) {
        StatementPlanner.Base base =
                new StatementPlanner.Base(transaction.view(), planner.nowMicros());
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
                                List.of(),
                                true,
                                record),
                        cancellation);
        transaction.replace(table.getId(), written.results());
    }

    private static String select(TableDefinition before, TableDefinition table) {
        Set<Integer> old = new HashSet<>();
        before.getColumnsList().forEach(column -> old.add(column.getId()));
        return table.getColumnsList().stream()
                .map(column -> value(column, old.contains(column.getId())))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + quotedName(table)));
    }

    private static String value(ColumnDefinition column, boolean stored) {
        if (stored || column.getDefaultSql().isEmpty()) {
            return quoted(column.getName());
        }
        SqlType type = SqlType.fromProto(column.getType());
        // A cast would cut text that is too long, which is an error of the write.
        return type.physical() == PhysicalType.BYTES
                ? "(" + column.getDefaultSql() + ")"
                : "CAST((" + column.getDefaultSql() + ") AS " + type + ")";
    }

    static String quotedName(TableDefinition table) {
        return quoted(table.getSchema()) + "." + quoted(table.getName());
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
