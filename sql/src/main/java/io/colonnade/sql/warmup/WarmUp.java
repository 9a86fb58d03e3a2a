package io.colonnade.sql.warmup;

import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.fragment.PlanOptions;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.parser.Statement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Plans statements over tables that do not exist, for nothing but that the planner's code is
 * compiled before a client waits for it: planning is a megabyte of code and ten times slower before
 * that. One thread at a time.
 */
public final class WarmUp {
    private static final String FILE = "statements.sql";
    private static final Pattern END = Pattern.compile(";\\s*");

    private final Catalog catalog = new WarmUpCatalog();
    private final PlanOptions options;
    private final List<String> statements;

    /**
     * @param nodes compute nodes that the plans are for
     */
    public WarmUp(int nodes) {
        options = PlanOptions.of(nodes, nodes);
        try (InputStream in = WarmUp.class.getResourceAsStream(FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            statements = END.splitAsStream(text).filter(sql -> !sql.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int size() {
        return statements.size();
    }

    /** Plans one of the statements, from text to fragments. */
    public PlannedQuery plan(int index) {
        String sql = statements.get(index);
        BindContext context =
                BindContext.of(List.of(WarmUpCatalog.SCHEMA), "admin", "dev", 0, ZoneOffset.UTC);
        Binder.Input input = new Binder.Input(sql, catalog, context);
        Statement statement = SqlParser.parseStatement(sql);
        BoundStatement bound =
                switch (statement) {
                    case QueryStatement.Query query -> Binder.query(query.node(), input);
                    case DmlStatement dml -> Binder.dml(dml, input);
                    default -> throw new IllegalArgumentException(sql);
                };
        return QueryPlanner.plan(bound, options);
    }
}
