package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Maintenance that nobody asked for: what it does, when it does not, and where one sees it. */
class AutoVacuumTest {
    private static final String SEGMENTS =
            "SELECT segments, tbl_rows FROM svv_table_info WHERE \"table\" = 't'";

    @TempDir private Path folder;

    @Test
    void manySmallSegmentsBecomeFewWhenNoQueryRuns() throws SQLException {
        try (TestLeader leader = new TestLeader(folder);
                Connection connection = leader.connect();
                AutoVacuum maintenance = leader.autoVacuum()) {
            TestLeader.run(
                    connection,
                    "CREATE TABLE t (a INTEGER, b VARCHAR(20)) DISTSTYLE EVEN",
                    "CREATE TABLE numbers AS SELECT n FROM generate_series(1, 3000) AS n");
            maintenance.vacuumNext();
            for (int load = 0; load < 35; load++) {
                TestLeader.run(
                        connection,
                        "INSERT INTO t SELECT n, 'x' || n FROM generate_series(1, 10) AS n");
            }
            assertEquals(List.of("35|350"), TestLeader.rows(connection, SEGMENTS));
            besideAQuery(leader, maintenance);
            assertEquals(List.of("35|350"), TestLeader.rows(connection, SEGMENTS));
            maintenance.vacuumNext();
            assertEquals(List.of("1|350"), TestLeader.rows(connection, SEGMENTS));
            assertEquals(
                    List.of("350|1925"),
                    TestLeader.rows(connection, "SELECT count(*), sum(a) FROM t"));
            maintenance.vacuumNext();
            assertEquals(
                    List.of("t|t|Finished|1"),
                    TestLeader.rows(
                            connection,
                            "SELECT table_name, is_automatic, status, pieces"
                                    + " FROM sys_vacuum_history"));
        }
    }

    @Test
    void itGoesOnAfterTheFirstTable() throws Exception {
        try (TestLeader leader = new TestLeader(folder);
                Connection connection = leader.connect();
                AutoVacuum maintenance = leader.autoVacuum(20)) {
            maintenance.start();
            for (int round = 1; round <= 2; round++) {
                String table = "t" + round;
                TestLeader.run(connection, "CREATE TABLE " + table + " (a INTEGER) DISTSTYLE EVEN");
                for (int load = 0; load < 35; load++) {
                    TestLeader.run(
                            connection,
                            "INSERT INTO " + table + " SELECT n FROM generate_series(1, 10) AS n");
                }
                String segments =
                        "SELECT segments < 20, tbl_rows FROM svv_table_info WHERE \"table\" = '"
                                + table
                                + "'";
                long deadline = System.nanoTime() + 30_000_000_000L;
                while (!TestLeader.rows(connection, segments).equals(List.of("t|350"))) {
                    assertTrue(System.nanoTime() < deadline, table + " stays as it was loaded");
                    // It works between these queries only.
                    LockSupport.parkNanos(100_000_000);
                }
            }
        }
    }

    private static void besideAQuery(TestLeader leader, AutoVacuum maintenance)
            throws SQLException {
        try (Connection connection = leader.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(10);
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT x.n, repeat('x', 100) FROM numbers x, numbers y"
                                    + " WHERE x.n + y.n > 0")) {
                assertTrue(rows.next());
                maintenance.vacuumNext();
            }
        }
    }
}
