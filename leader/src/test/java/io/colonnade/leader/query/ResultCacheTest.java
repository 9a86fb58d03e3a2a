package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** When a result is taken from the cache, as sys_query_history tells. */
class ResultCacheTest {
    @TempDir private static Path folder;

    private static TestLeader leader;

    @BeforeAll
    static void start() throws SQLException {
        leader = new TestLeader(folder);
        try (Connection connection = leader.connect()) {
            TestLeader.run(
                    connection,
                    "CREATE TABLE t (a INTEGER, b VARCHAR(10))",
                    "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
                    "CREATE TABLE u (a INTEGER)",
                    "CREATE VIEW v AS SELECT sum(a) AS s FROM t",
                    "CREATE SCHEMA other",
                    "CREATE TABLE other.t (a INTEGER, b VARCHAR(10))");
        }
    }

    @AfterAll
    static void stop() {
        leader.close();
    }

    /** Runs the query and says whether its rows came from the cache. */
    private static boolean hits(Connection connection, String sql) throws SQLException {
        TestLeader.rows(connection, sql);
        return lastHit(connection, sql);
    }

    private static boolean lastHit(Connection connection, String sql) throws SQLException {
        List<String> rows =
                TestLeader.rows(
                        connection,
                        "SELECT result_cache_hit FROM sys_query_history WHERE query_text = '"
                                + sql.replace("'", "''")
                                + "' ORDER BY query_id DESC LIMIT 1");
        return rows.equals(List.of("t"));
    }

    @Test
    void theSameQueryHitsInAnySession() throws SQLException {
        try (Connection one = leader.connect();
                Connection two = leader.connect()) {
            String sql = "SELECT a, b FROM t ORDER BY a";
            assertFalse(hits(one, sql));
            assertTrue(hits(one, sql));
            assertTrue(hits(two, sql));
            assertEquals(List.of("1|x", "2|y"), TestLeader.rows(two, sql));
        }
    }

    @Test
    void changesOfATableReadEndIt() throws SQLException {
        try (Connection connection = leader.connect()) {
            TestLeader.run(connection, "CREATE TABLE c (a INTEGER, b INTEGER)");
            TestLeader.run(connection, "CREATE VIEW cv AS SELECT sum(a) AS s FROM c");
            String sql = "SELECT s FROM cv";
            for (String change :
                    List.of(
                            "INSERT INTO c VALUES (1, 2), (3, 4)",
                            "UPDATE c SET a = a + 1 WHERE b = 2",
                            "DELETE FROM c WHERE b = 4",
                            "TRUNCATE c",
                            "ALTER TABLE c ADD COLUMN d INTEGER",
                            "CREATE OR REPLACE VIEW cv AS SELECT min(a) AS s FROM c")) {
                hits(connection, sql);
                assertTrue(hits(connection, sql), "before " + change);
                TestLeader.run(connection, change);
                assertFalse(hits(connection, sql), "after " + change);
            }
            hits(connection, sql);
            TestLeader.run(connection, "INSERT INTO u VALUES (1)");
            assertTrue(hits(connection, sql), "a table that is not read");
        }
    }

    @Test
    void neverForWhatMayDiffer() throws SQLException {
        try (Connection connection = leader.connect()) {
            for (String sql :
                    List.of(
                            "SELECT a, now() FROM t",
                            "SELECT a, random() FROM t",
                            "SELECT a FROM t WHERE current_date > '2000-01-01'",
                            "SELECT count(*) FROM stv_sessions",
                            "SELECT count(*) FROM t, pg_class",
                            "SELECT 1")) {
                hits(connection, sql);
                assertFalse(hits(connection, sql), sql);
            }
        }
    }

    @Test
    void theSettingsCount() throws SQLException {
        String sql = "SELECT max(a) FROM t";
        try (Connection connection = leader.connect()) {
            hits(connection, sql);
            TestLeader.run(connection, "SET enable_result_cache_for_session TO off");
            assertFalse(hits(connection, sql));
            TestLeader.run(connection, "SET enable_result_cache_for_session TO on");
            assertTrue(hits(connection, sql));
            TestLeader.run(connection, "SET search_path TO other");
            assertEquals(List.of("null"), TestLeader.rows(connection, sql));
            TestLeader.run(connection, "RESET search_path");
            assertTrue(hits(connection, sql));
            TestLeader.run(connection, "SET timezone TO 'Asia/Tokyo'");
            assertFalse(hits(connection, sql));
        }
        try (Connection connection = leader.connect("somebody", null)) {
            assertFalse(hits(connection, sql), "another user");
        }
    }

    @Test
    void ownWritesAreNeverKept() throws SQLException {
        String sql = "SELECT count(a) FROM u";
        try (Connection one = leader.connect();
                Connection two = leader.connect()) {
            hits(two, sql);
            assertTrue(hits(two, sql));
            String before = TestLeader.rows(two, sql).getFirst();
            one.setAutoCommit(false);
            TestLeader.run(one, "INSERT INTO u VALUES (77)");
            String inside = TestLeader.rows(one, sql).getFirst();
            assertEquals(Integer.parseInt(before) + 1, Integer.parseInt(inside));
            assertEquals(List.of(before), TestLeader.rows(two, sql));
            one.rollback();
            assertEquals(List.of(before), TestLeader.rows(one, sql));
        }
    }

    @Test
    void parametersCount() throws SQLException {
        String sql = "SELECT b FROM t WHERE a = ?";
        try (Connection connection = leader.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int[] run : new int[][] {{1, 0}, {2, 0}, {1, 1}, {2, 1}}) {
                statement.setInt(1, run[0]);
                try (ResultSet rows = statement.executeQuery()) {
                    assertEquals(List.of(run[0] == 1 ? "x" : "y"), TestLeader.rows(rows));
                }
                assertEquals(run[1] == 1, lastHit(connection, sql.replace("?", "$1")));
            }
        }
    }

    @Test
    void largeResultsAreNotKept() throws SQLException {
        try (Connection connection = leader.connect()) {
            TestLeader.run(
                    connection,
                    "CREATE TABLE large AS SELECT n, repeat('x', 40) || n AS text"
                            + " FROM generate_series(1, 40000) AS n");
            String sql = "SELECT n, text FROM large";
            hits(connection, sql);
            assertFalse(hits(connection, sql));
        }
    }
}
