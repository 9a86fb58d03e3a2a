package io.colonnade.sql.fragment;

import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.parser.Statement;

import java.time.ZoneOffset;
import java.util.List;

/** From SQL text to plans, for tests. */
final class Plans {
    private Plans() {}

    static BoundStatement bound(String sql, Catalog catalog) {
        BindContext context = BindContext.of(List.of("public"), "admin", "dev", 0, ZoneOffset.UTC);
        Binder.Input input = new Binder.Input(sql, catalog, context);
        Statement statement = SqlParser.parseStatement(sql);
        return switch (statement) {
            case QueryStatement.Query query -> Binder.query(query.node(), input);
            case DmlStatement dml -> Binder.dml(dml, input);
            default -> throw new IllegalArgumentException(sql);
        };
    }

    static PlannedQuery plan(String sql, Catalog catalog, int nodes) {
        return QueryPlanner.plan(bound(sql, catalog), PlanOptions.of(nodes, nodes * 2));
    }

    /** EXPLAIN's text without the costs in parentheses. */
    static String shape(String sql, Catalog catalog, int nodes) {
        String text = String.join("\n", Explain.lines(plan(sql, catalog, nodes), false));
        return text.replaceAll(" \\(cost=[^)]*\\)", "");
    }
}
