package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What VACUUM leaves, and what it refuses. */
class VacuumTest {
    private static final String STATE =
            "SELECT round(unsorted), estimated_visible_rows, deleted_rows, segments"
                    + " FROM svv_table_info WHERE \"table\" = 't'";

    @TempDir private static Path folder;

    private static TestLeader leader;

    private Connection connection;

    @BeforeAll
    static void start() {
        leader = new TestLeader(folder);
    }

    @AfterAll
    static void stop() {
        leader.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = leader.connect();
        run("DROP TABLE IF EXISTS t");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String... statements) throws SQLException {
        TestLeader.run(connection, statements);
    }

    private String value(String sql) throws SQLException {
        return String.join(",", TestLeader.rows(connection, sql));
    }

    /** Three loads over the whole range of the key. */
    private void load(String keys) throws SQLException {
        run("CREATE TABLE t (a INTEGER, b INTEGER, c VARCHAR(20)) DISTKEY (b) " + keys);
        for (int load = 0; load < 3; load++) {
            run(
                    "INSERT INTO t SELECT (n * 7919) % 10007, n, 'text ' || n"
                            + " FROM generate_series(1, 3000) AS n");
        }
    }

    private String checksum() throws SQLException {
        return value("SELECT count(*), sum(a), sum(b), sum(a * b), sum(length(c)) FROM t");
    }

    @Test
    void loadsInOrderAreSortedAndOthersAreNot() throws SQLException {
        run("CREATE TABLE t (a INTEGER) SORTKEY (a)");
        run("INSERT INTO t SELECT n FROM generate_series(1, 2000) AS n");
        run("INSERT INTO t SELECT n FROM generate_series(2001, 4000) AS n");
        assertEquals("0|4000|0|2", value(STATE));
        run("INSERT INTO t SELECT n FROM generate_series(1, 1000) AS n");
        assertEquals("20|5000|0|3", value(STATE));
    }

    @Test
    void fullMergesRunsAndDropsDeletedRows() throws SQLException {
        load("SORTKEY (a, b)");
        run("DELETE FROM t WHERE b % 3 = 0");
        String before = checksum();
        assertTrue(value(STATE).startsWith("67|6000|3000|"), value(STATE));
        run("VACUUM FULL t");
        assertEquals("0|6000|0|2", value(STATE));
        assertEquals(before, checksum());
        assertEquals(
                "t|Finished|6000|0",
                value(
                        "SELECT pieces > 0, status, sorted_rows_after, rows_deleted_after"
                                + " FROM sys_vacuum_history WHERE table_name = 't' ORDER BY"
                                + " start_time DESC LIMIT 1"));
        assertEquals("Finished", value("SELECT status FROM svv_vacuum_progress"));
    }

    @Test
    void eachKindDoesItsPart() throws SQLException {
        load("SORTKEY (a)");
        run("DELETE FROM t WHERE b % 10 = 0");
        String before = checksum();
        run("VACUUM DELETE ONLY t");
        assertEquals("50|8100|0|5", value(STATE));
        run("VACUUM SORT ONLY t");
        assertEquals("0|8100|0|2", value(STATE));
        assertEquals(before, checksum());
    }

    @Test
    void aThresholdKeepsWhatIsGoodEnough() throws SQLException {
        load("SORTKEY (a)");
        run("VACUUM t", "DELETE FROM t WHERE b % 10 = 0");
        run("VACUUM t TO 80 PERCENT");
        assertEquals("0|8100|900|2", value(STATE));
        run("VACUUM FULL t TO 100 PERCENT");
        assertEquals("0|8100|0|2", value(STATE));
        run("INSERT INTO t SELECT n, n, 'x' FROM generate_series(1, 300) AS n");
        run("VACUUM SORT ONLY t");
        assertTrue(value(STATE).startsWith("4|8400|0|"), value(STATE));
        run("VACUUM SORT ONLY t TO 99 PERCENT");
        assertEquals("0|8400|0|2", value(STATE));
    }

    @Test
    void reclusterLeavesTheSortedRegion() throws SQLException {
        load("SORTKEY (a)");
        String before = checksum();
        run("VACUUM RECLUSTER t");
        assertTrue(value(STATE).startsWith("33|9000|0|"), value(STATE));
        run("VACUUM t");
        assertEquals("0|9000|0|2", value(STATE));
        assertEquals(before, checksum());
    }

    @Test
    void reindexIsForInterleavedKeys() throws SQLException {
        load("INTERLEAVED SORTKEY (a, b)");
        String before = checksum();
        run("VACUUM REINDEX t");
        // One run for each slice, whoever read its rows.
        assertTrue(value(STATE).matches("\\d+\\|9000\\|0\\|2"), value(STATE));
        assertEquals(before, checksum());
        run("DROP TABLE t", "CREATE TABLE t (a INTEGER) SORTKEY (a)");
        SQLException error = assertThrows(SQLException.class, () -> run("VACUUM REINDEX t"));
        assertEquals("42809", error.getSQLState());
    }

    @Test
    void everyDistributionKeepsItsRows() throws SQLException {
        for (String style : List.of("DISTSTYLE ALL", "DISTSTYLE EVEN", "")) {
            run("DROP TABLE IF EXISTS t");
            run("CREATE TABLE t (a INTEGER, b INTEGER, c VARCHAR(20)) " + style);
            for (int load = 0; load < 4; load++) {
                run("INSERT INTO t SELECT n, n, 'x' || n FROM generate_series(1, 500) AS n");
            }
            run("DELETE FROM t WHERE a > 400");
            String before = checksum();
            run("VACUUM t");
            assertTrue(value(STATE).startsWith("null|1600|0|"), value(STATE));
            assertEquals(before, checksum());
        }
    }

    @Test
    void allRowsDeletedLeavesNothing() throws SQLException {
        load("SORTKEY (a)");
        run("DELETE FROM t", "VACUUM t");
        assertEquals("0|0|0|0", value(STATE));
        run("INSERT INTO t VALUES (1, 1, 'x')");
        assertEquals("1", value("SELECT count(*) FROM t"));
    }

    @Test
    void anOpenTransactionDeletesRowsThatMoved() throws SQLException {
        load("SORTKEY (a)");
        try (Connection other = leader.connect()) {
            TestLeader.run(other, "BEGIN", "UPDATE t SET c = 'moved' WHERE b = 77");
            TestLeader.run(other, "DELETE FROM t WHERE b = 78");
            run("VACUUM t", "INSERT INTO t VALUES (1, 1, 'x')", "VACUUM t TO 100 PERCENT");
            assertEquals("3", value("SELECT count(*) FROM t WHERE b = 78"));
            TestLeader.run(other, "COMMIT");
        }
        assertEquals("9|3", value("SELECT sum(length(c)) / 5 * 3, count(*) FROM t WHERE b = 77"));
        assertEquals("0", value("SELECT count(*) FROM t WHERE b = 78"));
        assertEquals("8998", value("SELECT count(*) FROM t"));
    }

    @Test
    void aConflictSurvivesTheMove() throws SQLException {
        load("SORTKEY (a)");
        try (Connection other = leader.connect()) {
            TestLeader.run(other, "BEGIN", "DELETE FROM t WHERE b = 78");
            run("VACUUM t", "UPDATE t SET a = 0 WHERE b = 78");
            SQLException error =
                    assertThrows(SQLException.class, () -> TestLeader.run(other, "COMMIT"));
            assertEquals("40001", error.getSQLState());
        }
        assertEquals("3", value("SELECT count(*) FROM t WHERE b = 78"));
    }

    @Test
    void truncateOfAnOlderTransactionTakesWhatMoved() throws SQLException {
        load("SORTKEY (a)");
        try (Connection other = leader.connect()) {
            TestLeader.run(other, "BEGIN", "SELECT count(*) FROM t");
            TestLeader.run(other, "DELETE FROM t");
            run("VACUUM t");
            TestLeader.run(other, "COMMIT");
        }
        assertEquals("0", value("SELECT count(*) FROM t"));
    }

    @Test
    void standsAlone() throws SQLException {
        load("SORTKEY (a)");
        run("BEGIN");
        SQLException error = assertThrows(SQLException.class, () -> run("VACUUM t"));
        assertEquals("25001", error.getSQLState());
        run("ROLLBACK");
        error =
                assertThrows(
                        SQLException.class, () -> run("INSERT INTO t VALUES (1, 1, ''); VACUUM t"));
        assertEquals("25001", error.getSQLState());
        assertEquals("9000", value("SELECT count(*) FROM t"));
    }
}
