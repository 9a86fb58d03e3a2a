package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.wlm.queue.WlmConfigReader;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Queues through real sessions. */
class WorkloadTest {
    private static final String CONFIG =
            """
            wlm:
              queues:
                - name: etl
                  slots: 1
                  memory_percent: 40
                  user_groups: [load*]
                  query_groups: [etl]
                - name: default
                  slots: 2
                  memory_percent: 60
            """;

    /** More rows than a session buffers, so that it holds its slot until it is read or closed. */
    private static final String LONG =
            "SELECT x.n, repeat('x', 100) FROM numbers x, numbers y WHERE x.n + y.n > 0";

    @TempDir private static Path folder;

    private static TestLeader leader;

    @BeforeAll
    static void start() throws SQLException {
        leader = new TestLeader(folder, new WlmConfigReader("test").read(CONFIG));
        try (Connection connection = leader.connect()) {
            TestLeader.run(
                    connection,
                    "CREATE TABLE numbers AS SELECT n FROM generate_series(1, 3000) AS n");
        }
    }

    @AfterAll
    static void stop() {
        leader.close();
    }

    /** A session that holds a slot of the queue by a cursor that is not read to its end. */
    private static Connection holder(String queryGroup) throws SQLException {
        Connection connection = leader.connect();
        TestLeader.run(connection, "SET query_group TO '" + queryGroup + "'");
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.setFetchSize(10);
        ResultSet rows = statement.executeQuery(LONG);
        assertTrue(rows.next());
        return connection;
    }

    private static List<String> states(Connection connection) throws SQLException {
        return TestLeader.rows(
                connection,
                "SELECT service_class, state, slot_count FROM stv_wlm_query_state"
                        + " ORDER BY query");
    }

    private static void awaitStates(Connection connection, List<String> expected)
            throws SQLException {
        long end = System.nanoTime() + 10_000_000_000L;
        List<String> now = states(connection);
        while (!now.equals(expected) && System.nanoTime() < end) {
            now = states(connection);
        }
        assertEquals(expected, now);
    }

    @Test
    void theConfigurationIsVisible() throws SQLException {
        try (Connection connection = leader.connect()) {
            assertEquals(
                    List.of("6|etl|1|t|f|load*|etl", "7|default|2|f|f||"),
                    TestLeader.rows(
                            connection,
                            "SELECT service_class, name, num_query_tasks, user_group_wild_card,"
                                    + " query_group_wild_card, user_groups, query_groups"
                                    + " FROM stv_wlm_service_class_config ORDER BY 1"));
        }
    }

    @Test
    void aWaitingQueryIsVisibleAndCanBeCanceled() throws Exception {
        try (Connection watcher = leader.connect();
                Connection holder = holder("etl");
                Connection waiter = leader.connect()) {
            TestLeader.run(waiter, "SET query_group TO 'etl'");
            try (Statement statement = waiter.createStatement()) {
                CompletableFuture<List<String>> waiting =
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        return TestLeader.rows(
                                                statement.executeQuery(
                                                        "SELECT count(*) FROM numbers"));
                                    } catch (SQLException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
                awaitStates(watcher, List.of("6|Running|1", "6|QueuedWaiting|1"));
                assertEquals(
                        List.of("etl|1|1"),
                        TestLeader.rows(
                                watcher,
                                "SELECT name, num_queued_queries, num_executing_queries"
                                        + " FROM stv_wlm_service_class_state"
                                        + " WHERE service_class = 6"));
                assertEquals(
                        List.of("queued"),
                        TestLeader.rows(
                                watcher,
                                "SELECT status FROM sys_query_history"
                                        + " WHERE query_text = 'SELECT count(*) FROM numbers'"));
                statement.cancel();
                ExecutionException error = assertThrows(ExecutionException.class, waiting::get);
                SQLException cause = (SQLException) error.getCause().getCause();
                assertEquals("57014", cause.getSQLState());
                awaitStates(watcher, List.of("6|Running|1"));
                // The default queue is not in the way.
                TestLeader.run(waiter, "RESET query_group");
                assertEquals(
                        List.of("3000"), TestLeader.rows(waiter, "SELECT count(*) FROM numbers"));
            }
            holder.rollback();
            awaitStates(watcher, List.of());
            assertEquals(
                    List.of("Dequeued"),
                    TestLeader.rows(
                            watcher,
                            "SELECT DISTINCT final_state FROM stl_wlm_query"
                                    + " WHERE service_class = 6 AND exec_start_time IS NULL"));
        }
    }

    @Test
    void slotsAreCounted() throws Exception {
        try (Connection watcher = leader.connect();
                Connection both = leader.connect()) {
            TestLeader.run(both, "SET wlm_query_slot_count TO 2");
            both.setAutoCommit(false);
            try (Statement statement = both.createStatement()) {
                statement.setFetchSize(10);
                ResultSet rows = statement.executeQuery(LONG);
                assertTrue(rows.next());
                awaitStates(watcher, List.of("7|Running|2"));
                both.rollback();
            }
        }
    }
}
