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
