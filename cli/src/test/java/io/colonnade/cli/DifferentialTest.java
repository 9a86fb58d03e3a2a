package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.Answer;
import io.colonnade.bench.AnswerChecker;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Generated queries over TPC-H with NULLs, the same text to Colonnade and to DuckDB. A failure
 * names the query's seed; {@code -Dseed=} with it runs that query first, {@code -Dqueries=} runs
 * more.
 */
class DifferentialTest {
    private static final long DEFAULT_SEED = 20_261_120;
    private static final int QUERIES = Integer.getInteger("queries", 400);

    /** Of a hundred queries so many may be refused by either engine. */
    private static final int MOST_SKIPPED_PERCENT = 2;

    private static final String NOT_SUPPORTED = "0A000";

    private TestWarehouse warehouse;

    private final List<String> unsupported = new ArrayList<>();
    private final List<String> refusedByDuckDb = new ArrayList<>();

    @BeforeEach
    void start() throws IOException, SQLException {
        warehouse = TestWarehouse.open();
    }

    @Test
    void bothEnginesGiveTheSameAnswers() throws SQLException {
        long seed = seed();
        List<String> failures = new ArrayList<>();
        try (Connection connection = warehouse.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_result_cache_for_session TO off");
            for (int i = 0; i < QUERIES; i++) {
                RandomQuery query = RandomQuery.of(seed + i);
                difference(query, statement)
                        .ifPresent(
                                text ->
                                        failures.add(
                                                "seed "
                                                        + query.seed()
                                                        + ": "
                                                        + text
                                                        + "\n"
                                                        + query.sql()
                                                        + ";\n"));
            }
        }
        System.out.println(
                "differential: "
                        + QUERIES
                        + " queries from seed "
                        + seed
                        + ", "
                        + failures.size()
                        + " failed, "
                        + unsupported.size()
                        + " not supported, "
                        + refusedByDuckDb.size()
                        + " refused by DuckDB");
        unsupported.forEach(System.out::println);
        refusedByDuckDb.forEach(System.out::println);
        assertEquals("", String.join("\n", failures), failures.size() + " queries failed");
        assertTrue(
                unsupported.size() * 100 <= QUERIES * MOST_SKIPPED_PERCENT,
                unsupported.size() + " queries are not supported");
        assertTrue(
                refusedByDuckDb.size() * 100 <= QUERIES * MOST_SKIPPED_PERCENT,
                refusedByDuckDb.size() + " queries are refused by DuckDB");
    }

    private Optional<String> difference(RandomQuery query, Statement statement)
            throws SQLException {
        Answer expected;
        try {
            expected = warehouse.duckDb().answer(query.sql());
        } catch (SQLException e) {
            refusedByDuckDb.add("  seed " + query.seed() + ": DuckDB: " + ErrorText.oneLine(e));
            return Optional.empty();
        }
        try (ResultSet result = statement.executeQuery(query.sql())) {
            return AnswerChecker.difference(expected, Answer.read(result), query.orderColumns());
        } catch (SQLException e) {
            if (NOT_SUPPORTED.equals(e.getSQLState())) {
                unsupported.add("  seed " + query.seed() + ": " + ErrorText.oneLine(e));
                return Optional.empty();
            }
            return Optional.of("error " + e.getSQLState() + ", " + ErrorText.oneLine(e));
        }
    }

    private static long seed() {
        String given = System.getProperty("seed", "");
        return given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
    }
}
