package io.colonnade.cli;

import static io.colonnade.cli.TestSql.execute;
import static io.colonnade.cli.TestSql.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A server that dies before or after a piece of VACUUM is committed has all rows once. */
class KillDuringVacuumTest {
    @TempDir private static Path folder;

    @BeforeEach
    void skipWithoutServer() {
        try (EmbeddedServer probe =
                new EmbeddedServer(ServerConfig.local(folder.resolve("probe")))) {
            TestWarehouse.startOrSkip(probe);
        }
    }

    @Test
    void theRowsAreThoseOfBefore() throws Exception {
        Path data = folder.resolve("data");
        String before;
        try (ColonnadeProcess server = ColonnadeProcess.server(data, "vacuum.before-commit=kill")) {
            Connection connection = server.address().connect("test", false);
            execute(connection, "CREATE TABLE t (k INTEGER, n INTEGER) SORTKEY (k)");
            for (int load = 0; load < 3; load++) {
                execute(
                        connection,
                        "INSERT INTO t SELECT n * 7919 % 1009, n FROM generate_series(1, 3000) n");
            }
            execute(connection, "DELETE FROM t WHERE n % 5 = 0");
            before = state(connection);
            assertThrows(SQLException.class, () -> execute(connection, "VACUUM t"));
        }
        try (ColonnadeProcess server =
                ColonnadeProcess.server(data, "vacuum.after-commit=kill@1")) {
            Connection connection = server.address().connect("test", false);
            assertEquals(before, state(connection));
            assertThrows(SQLException.class, () -> execute(connection, "VACUUM t"));
        }
        try (ColonnadeProcess server = ColonnadeProcess.server(data);
                Connection connection = server.address().connect("test", false)) {
            assertEquals(before, state(connection));
            execute(connection, "VACUUM t TO 100 PERCENT");
            assertEquals(before, state(connection));
        }
    }

    private static String state(Connection connection) throws SQLException {
        return row(connection, "SELECT count(*), sum(k), sum(n), sum(k * n) FROM t");
    }
}
