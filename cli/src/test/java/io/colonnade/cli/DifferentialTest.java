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
 * names the query's seed; {@code -Dseed=} with it runs that query first.
 */
class DifferentialTest {
    private static final long DEFAULT_SEED = 20_261_120;
    private static final int QUERIES = 400;

    /** Queries that may be refused as not supported, of {@link #QUERIES}. */
    private static final int MOST_UNSUPPORTED = 20;

    private static final String NOT_SUPPORTED = "0A000";

    private TestWarehouse warehouse;

    private final List<String> unsupported = new ArrayList<>();

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
                        + " not supported");
        unsupported.forEach(System.out::println);
        assertEquals("", String.join("\n", failures), failures.size() + " queries failed");
        assertTrue(
                unsupported.size() <= MOST_UNSUPPORTED,
                unsupported.size() + " queries are not supported");
    }

    private Optional<String> difference(RandomQuery query, Statement statement)
            throws SQLException {
        Answer expected = warehouse.duckDb().answer(query.sql());
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
