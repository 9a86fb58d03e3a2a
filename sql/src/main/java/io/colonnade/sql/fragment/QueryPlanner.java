package io.colonnade.sql.fragment;

import io.colonnade.plan.WriteMode;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.bind.OutputColumn;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.physical.PhysicalNode;
import io.colonnade.sql.physical.PhysicalPlanner;
import io.colonnade.sql.rewrite.Rewriter;

import java.util.List;

/**
 * The entry of this room: bound statements to fragments. Stateless; may be called by any thread,
 * but a bound statement belongs to one.
 */
public final class QueryPlanner {
    private QueryPlanner() {}

    public static PlannedQuery plan(BoundStatement statement, PlanOptions options) {
        boolean filters = options.runtimeFilters();
        PhysicalNode root =
                switch (statement) {
                    case BoundStatement.Query query ->
                            PhysicalPlanner.query(
                                    Rewriter.rewrite(query.plan(), options.sharedSubplans()),
                                    options.nodes(),
                                    filters);
                    case BoundStatement.Insert insert ->
                            write(insert, insert.table(), WriteMode.INSERT, options);
                    case BoundStatement.Update update ->
                            write(update, update.table(), WriteMode.UPDATE, options);
                    case BoundStatement.Delete delete ->
                            write(delete, delete.table(), WriteMode.DELETE, options);
                    case BoundStatement.Merge merge ->
                            write(merge, merge.table(), WriteMode.MERGE, options);
                };
        List<OutputColumn> columns =
                switch (statement) {
                    case BoundStatement.Query query -> query.columns();
                    case BoundStatement.Insert insert -> List.of();
                    case BoundStatement.Update update -> List.of();
                    case BoundStatement.Delete delete -> List.of();
                    case BoundStatement.Merge merge -> List.of();
                };
        Fragmenter.Result cut = validated(root, options);
        return new PlannedQuery(
                cut.fragments(),
                columns,
                cut.explain(),
                statement.facts().relations(),
                !statement.facts().timeDependent());
    }

    /** CREATE TABLE AS: the rows of a query become the rows of a new table. */
    public static PlannedQuery planInto(
            BoundStatement.Query query, TableRelation table, PlanOptions options) {
        Fragmenter.Result cut = validated(write(query, table, WriteMode.INSERT, options), options);
        return new PlannedQuery(
                cut.fragments(), List.of(), cut.explain(), query.facts().relations(), false);
    }

    private static PhysicalNode write(
            BoundStatement statement, TableRelation table, WriteMode mode, PlanOptions options) {
        return PhysicalPlanner.write(
                Rewriter.rewrite(statement.plan(), options.sharedSubplans()),
                table,
                mode,
                options.nodes(),
                options.runtimeFilters());
    }

    private static Fragmenter.Result validated(PhysicalNode root, PlanOptions options) {
        Fragmenter.Result cut = Fragmenter.cut(root, options.nodes());
        PlanValidator.validate(cut.fragments());
        return cut;
    }
}
