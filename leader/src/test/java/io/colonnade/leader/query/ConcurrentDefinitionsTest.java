package io.colonnade.leader.query;

import static io.colonnade.leader.query.TestLeader.rows;
import static io.colonnade.leader.query.TestLeader.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Changes of definitions and rows beside sessions that read and write the same tables. */
class ConcurrentDefinitionsTest {
    private Path folder;
    private TestLeader leader;
    private Connection one;
    private Connection two;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("definitions");
        leader = new TestLeader(folder);
        one = leader.connect();
        two = leader.connect();
        run(
                one,
                "CREATE TABLE t (k INTEGER, v VARCHAR(10)) DISTKEY (k) SORTKEY (k)",
                "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 2000) s(i)",
                "INSERT INTO t VALUES (-1, 'few'), (-2, NULL)");
    }

    @AfterEach
    void stop() throws SQLException {
        one.close();
        two.close();
        leader.close();
    }

    private static String state(Connection connection, String sql) {
        return assertThrows(SQLException.class, () -> run(connection, sql)).getSQLState();
    }

    /**
     * The change is not seen by a transaction that reads, undone by ROLLBACK, and done by COMMIT.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD COLUMN n INTEGER NOT NULL DEFAULT 3",
                "ALTER TABLE t ADD COLUMN n INTEGER",
                "ALTER TABLE t DROP COLUMN v",
                "ALTER TABLE t RENAME COLUMN v TO w",
                "ALTER TABLE t ALTER COLUMN v TYPE VARCHAR(50)",
                "ALTER TABLE t ALTER COLUMN v ENCODE zstd",
                "ALTER TABLE t ALTER DISTKEY v",
                "ALTER TABLE t ALTER DISTSTYLE ALL",
                "ALTER TABLE t ALTER DISTSTYLE EVEN",
                "ALTER TABLE t ALTER COMPOUND SORTKEY (v, k)",
                "ALTER TABLE t ALTER INTERLEAVED SORTKEY (v, k)",
                "ALTER TABLE t ALTER SORTKEY NONE",
                "ALTER TABLE t ALTER SORTKEY AUTO",
                "ALTER TABLE t ALTER ENCODE AUTO",
                "ALTER TABLE t ALTER COLUMN k SET NOT NULL",
                "ALTER TABLE t ALTER COLUMN k SET DEFAULT 5",
            })
    void alterIsTransactional(String alter) throws SQLException {
        String sums = "SELECT count(*), sum(k), min(k) FROM t";
        List<String> before = rows(one, sums);
        two.setAutoCommit(false);
        assertEquals(before, rows(two, sums));
        run(one, "BEGIN", alter);
        assertEquals(before, rows(one, sums));
        assertEquals(before, rows(two, sums));
        run(one, "ROLLBACK");
        assertEquals(List.of("few"), rows(one, "SELECT v FROM t WHERE k = -1"));
        run(one, alter);
        assertEquals(before, rows(one, sums));
        assertEquals(List.of("few"), rows(two, "SELECT v FROM t WHERE k = -1"));
        two.commit();
        assertEquals(before, rows(two, sums));
        run(two, "INSERT INTO t (k) VALUES (0)");
        two.commit();
        leader.restart();
        one = leader.connect();
        assertEquals(List.of("2003"), rows(one, "SELECT count(*) FROM t"));
    }

    @Test
    void notNullFailsBesideNewNull() throws SQLException {
        run(one, "DELETE FROM t WHERE v IS NULL", "BEGIN");
        run(one, "ALTER TABLE t ALTER COLUMN v SET NOT NULL");
        run(two, "INSERT INTO t VALUES (5000, NULL)");
        assertEquals("40001", state(one, "COMMIT"));
        assertEquals("23502", state(one, "ALTER TABLE t ALTER COLUMN v SET NOT NULL"));
        run(two, "DELETE FROM t WHERE v IS NULL", "BEGIN", "INSERT INTO t VALUES (5000, NULL)");
        run(one, "ALTER TABLE t ALTER COLUMN v SET NOT NULL");
        assertEquals("40001", state(two, "COMMIT"));
        assertEquals(List.of("2001"), rows(one, "SELECT count(v) FROM t"));
    }

    /** No byte moves: the same objects belong to the other table afterwards. */
    @Test
    void appendHandsOverSegments() throws SQLException {
        run(
                one,
                "CREATE TABLE source (LIKE t)",
                "INSERT INTO source SELECT i, 's' || i FROM generate_series(1, 3000) s(i)",
                "DELETE FROM source WHERE k > 2990");
        String segments =
                "SELECT DISTINCT segment FROM stv_blocklist JOIN pg_class ON tbl = oid"
                        + " WHERE relname = '%s' ORDER BY 1";
        List<String> moved = rows(one, segments.formatted("source"));
        assertTrue(!moved.isEmpty());
        run(two, "BEGIN", "SELECT count(*) FROM source");
        run(one, "ALTER TABLE t APPEND FROM source");
        assertTrue(rows(one, segments.formatted("t")).containsAll(moved));
        assertEquals(List.of(), rows(one, segments.formatted("source")));
        assertEquals(List.of("2990"), rows(two, "SELECT count(*) FROM source"));
        run(two, "COMMIT");
        assertEquals(List.of("4992"), rows(one, "SELECT count(*) FROM t"));
        run(
                one,
                "DELETE FROM t WHERE v LIKE 's%' AND k <= 100",
                "INSERT INTO source VALUES (1, 'n')");
        leader.restart();
        one = leader.connect();
        assertEquals(List.of("4892"), rows(one, "SELECT count(*) FROM t"));
        run(one, "BEGIN", "ALTER TABLE t APPEND FROM source");
        two = leader.connect();
        run(two, "INSERT INTO source VALUES (2, 'late')");
        run(one, "COMMIT");
        assertEquals(List.of("4893"), rows(one, "SELECT count(*) FROM t"));
        assertEquals(List.of("late"), rows(one, "SELECT v FROM source"));
    }

    /** A reader sees one table or the other, never none and never both. */
    @Test
    void swapIsAtomicForReaders() throws Exception {
        run(one, "CREATE TABLE u (k INTEGER, v VARCHAR(10))", "INSERT INTO u VALUES (7, 'u')");
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<Void> reader =
                CompletableFuture.runAsync(
                        () -> {
                            while (!end.get()) {
                                try {
                                    String counts =
                                            rows(
                                                            two,
                                                            "SELECT (SELECT count(*) FROM t),"
                                                                    + " (SELECT count(*) FROM u)")
                                                    .getFirst();
                                    assertTrue(
                                            List.of("2002|1", "1|2002").contains(counts), counts);
                                } catch (SQLException e) {
                                    throw new AssertionError(e);
                                }
                            }
                        });
        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) {
                run(one, "ALTER TABLE t SWAP WITH u");
            } else {
                run(
                        one,
                        "BEGIN",
                        "ALTER TABLE t RENAME TO x",
                        "ALTER TABLE u RENAME TO t",
                        "ALTER TABLE x RENAME TO u",
                        "COMMIT");
            }
        }
        end.set(true);
        reader.join();
    }

    @Test
    void truncateIsTransactional() throws SQLException {
        run(one, "BEGIN", "TRUNCATE t");
        assertEquals(List.of("0"), rows(one, "SELECT count(*) FROM t"));
        assertEquals(List.of("2002"), rows(two, "SELECT count(*) FROM t"));
        run(one, "INSERT INTO t VALUES (1, 'a')", "ROLLBACK");
        assertEquals(List.of("2002"), rows(one, "SELECT count(*) FROM t"));
        run(one, "BEGIN", "TRUNCATE t", "INSERT INTO t VALUES (1, 'a')");
        run(two, "INSERT INTO t VALUES (2, 'b')");
        run(one, "COMMIT");
        assertEquals(List.of("a", "b"), rows(one, "SELECT v FROM t ORDER BY k"));
    }

    @Test
    void mergesOfTheSameRowConflict() throws SQLException {
        String merge =
                "MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k"
                        + " WHEN MATCHED THEN UPDATE SET v = 'm'"
                        + " WHEN NOT MATCHED THEN INSERT VALUES (s.k, 'n')";
        run(one, "BEGIN", merge);
        run(two, merge.replace("'m'", "'other'"));
        assertEquals("40001", state(one, "COMMIT"));
        assertEquals(List.of("other"), rows(one, "SELECT v FROM t WHERE k = 1"));
        run(one, "BEGIN", merge, merge, "DELETE FROM t WHERE k = 1", merge, "COMMIT");
        assertEquals(List.of("n"), rows(two, "SELECT v FROM t WHERE k = 1"));
    }

    /** All statements of a simple query are one transaction, unless BEGIN or COMMIT stand in it. */
    @Test
    void scriptIsOneTransaction() throws SQLException {
        assertEquals(
                "22012",
                state(
                        one,
                        "DELETE FROM t; INSERT INTO t VALUES (1, 'a'); SELECT 1 / (k - k) FROM t"));
        assertEquals(List.of("2002"), rows(two, "SELECT count(*) FROM t"));
        String script = "DELETE FROM t WHERE k > 0; COMMIT; DELETE FROM t; SELECT 1 / 0";
        assertEquals("22012", simple(script));
        assertEquals(List.of("2"), rows(two, "SELECT count(*) FROM t"));
        assertEquals("22012", simple("BEGIN; DELETE FROM t; COMMIT; SELECT 1 / 0"));
        assertEquals(List.of("0"), rows(two, "SELECT count(*) FROM t"));
        run(one, "INSERT INTO t VALUES (1, 'a'); BEGIN; INSERT INTO t VALUES (2, 'b')");
        run(one, "ROLLBACK");
        assertEquals(List.of("0"), rows(two, "SELECT count(*) FROM t"));
    }

    private String simple(String script) throws SQLException {
        try (Connection connection = leader.connectSimple();
                Statement statement = connection.createStatement()) {
            return assertThrows(SQLException.class, () -> statement.execute(script)).getSQLState();
        }
    }

    @Test
    void temporaryTablesGoWithTheirSession() throws SQLException {
        String schemas = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pg_temp%'";
        run(two, "CREATE TEMP TABLE t AS SELECT 1 AS k", "SELECT k FROM t");
        assertEquals(List.of("1"), rows(one, schemas));
        assertEquals(List.of("2002"), rows(one, "SELECT count(*) FROM t"));
        assertEquals("0A000", state(one, "SELECT * FROM pg_temp_" + pid(two) + ".t"));
        two.close();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!rows(one, schemas).equals(List.of("0"))) {
            assertTrue(System.nanoTime() < deadline, "the schema stays");
        }
    }

    private static String pid(Connection connection) throws SQLException {
        return rows(connection, "SELECT pg_backend_pid()").getFirst();
    }
}
