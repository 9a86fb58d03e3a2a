package io.colonnade.sql.bind;

import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.rewrite.Rewriter;
import io.colonnade.type.SqlType;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlExplainLevel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parses, binds and prints statements for tests. */
public final class TestQueries {
    private TestQueries() {}

    /** The bound and rewritten query. */
    public static BoundStatement.Query query(Catalog catalog, String sql) {
        return query(catalog, sql, List.of());
    }

    static BoundStatement.Query query(Catalog catalog, String sql, List<SqlType> parameters) {
        QueryStatement.Query query = (QueryStatement.Query) SqlParser.parseStatement(sql);
        BoundStatement.Query bound =
                Binder.query(
                        query.node(),
                        new Binder.Input(sql, catalog, TestCatalog.context(), parameters));
        return new BoundStatement.Query(
                Rewriter.rewrite(bound.plan()), bound.columns(), bound.facts());
    }

    static BoundStatement dml(Catalog catalog, String sql) {
        DmlStatement statement = (DmlStatement) SqlParser.parseStatement(sql);
        return Binder.dml(statement, new Binder.Input(sql, catalog, TestCatalog.context()));
    }

    /** The rewritten plan of a query as text. */
    public static String plan(Catalog catalog, String sql) {
        return text(query(catalog, sql).plan());
    }

    /** The plan without the noise of Calcite's names and charsets. */
    public static String text(RelNode plan) {
        return RelOptUtil.toString(plan, SqlExplainLevel.EXPPLAN_ATTRIBUTES)
                .replace(" CHARACTER SET \"UTF-8\"", "")
                .replace("_UTF-8'", "'")
                .replace("Logical", "")
                .replaceAll(":VARCHAR\\(\\d+\\)", "")
                .strip();
    }

    /** The statements of a resource, which are parted by lines of three dashes. */
    public static List<String> resource(String name) {
        try (InputStream input = TestQueries.class.getResourceAsStream(name)) {
            String all = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            List<String> statements = new ArrayList<>(List.of(all.split("(?m)^---\\n")));
            statements.removeFirst();
            return statements;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
