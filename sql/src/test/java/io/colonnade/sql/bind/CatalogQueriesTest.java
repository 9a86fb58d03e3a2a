package io.colonnade.sql.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.error.ColonnadeException;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.rewrite.Rewriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What psql and pgjdbc send to look at the catalogue binds and is rewritten. */
class CatalogQueriesTest {
    private static TestCatalog catalog() throws IOException {
        TestCatalog catalog =
                new TestCatalog().table(1, "t: id bigint!, a integer").view("v", "select 1 as x");
        StringBuilder line = new StringBuilder();
        try (InputStream input =
                CatalogQueriesTest.class.getResourceAsStream("system-relations.txt")) {
            String all = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : (all + "end").split("\n")) {
                if (!part.startsWith(" ") && line.indexOf(":") > 0) {
                    int dot = line.indexOf(".");
                    catalog.system(line.substring(0, dot), line.substring(dot + 1));
                }
                if (!part.startsWith(" ")) {
                    line.setLength(0);
                }
                line.append(part.startsWith("#") ? "" : " " + part.strip());
                line = new StringBuilder(line.toString().strip());
            }
        }
        return catalog;
    }

    private static void bind(TestCatalog catalog, String script) {
        for (ParsedStatement statement : SqlParser.parseScript(script)) {
            if (statement.statement() instanceof QueryStatement.Query query) {
                Rewriter.rewrite(
                        Binder.query(
                                        query.node(),
                                        new Binder.Input(script, catalog, TestCatalog.context()))
                                .plan());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"psql15.sql", "pgjdbc42.sql"})
    void clientsLookAtTheCatalogue(String file) throws IOException {
        TestCatalog catalog = catalog();
        List<String> failures = new ArrayList<>();
        for (String script : TestQueries.resource("/io/colonnade/sql/parser/" + file)) {
            try {
                bind(catalog, script);
            } catch (ColonnadeException error) {
                failures.add(error.getMessage());
            }
        }
        assertEquals(expected(file), failures);
    }

    /** Statements about what is not there: functions by number, triggers, schema s. */
    private static List<String> expected(String file) {
        return file.equals("psql15.sql")
                ? List.of(
                        "invalid input syntax for type bigint: \"now\"",
                        "WITH ORDINALITY of a function is not supported yet")
                : List.of("relation \"s.t\" does not exist");
    }

    @Test
    void unknownCatalogueFunctionsAreNull() throws IOException {
        assertEquals(
                "Values(tuples=[[{ null, true }]])",
                TestQueries.plan(
                        catalog(), "select pg_get_something_new(1, 'x'), pg_table_is_visible(5)"));
    }
}
