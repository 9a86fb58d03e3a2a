package io.colonnade.cli;

import static io.colonnade.cli.TestSql.execute;
import static io.colonnade.cli.TestSql.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A server process dies while inline rows become objects, before the commit of that and after it:
 * every acknowledged row is there once.
 */
class KillDuringFoldTest {
    /** Rows of one statement, as many as go into the log. */
    private static final int ROWS = 1_000;

    /** Statements after which a segment of inline rows is full. */
    private static final int STATEMENTS = 66;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    private int acknowledged;

    @BeforeEach
    void skipWithoutServer() {
        try (EmbeddedServer probe =
                new EmbeddedServer(ServerConfig.local(folder.resolve("probe")))) {
            TestWarehouse.startOrSkip(probe);
        }
    }

    @Test
    void everyRowIsThereOnce() throws Exception {
        Path data = folder.resolve("data");
        try (ColonnadeProcess server = ColonnadeProcess.server(data, "fold.before-commit=kill")) {
            Connection connection = server.address().connect("test", false);
            execute(connection, "CREATE TABLE f (k INTEGER DISTKEY, n INTEGER)");
            insertUntilKilled(connection);
        }
        try (ColonnadeProcess server =
                ColonnadeProcess.server(data, "commit.before-answer=kill@1")) {
            // The first commit is that of the fold, which takes place by itself.
            waitForEnd(server);
        }
        try (ColonnadeProcess server = ColonnadeProcess.server(data);
                Connection connection = server.address().connect("test", false)) {
            assertTrue(objects(connection) > 0, "the fold was committed");
            check(connection);
            assertEquals(0, server.stop());
        }
    }

    /** The rows of one key are in one segment, which is folded when it is full. */
    private void insertUntilKilled(Connection opened) {
        try (Connection connection = opened) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                StringBuilder insert = new StringBuilder("INSERT INTO f VALUES ");
                for (int i = 0; i < ROWS; i++) {
                    insert.append(i == 0 ? "(1, " : ", (1, ").append(acknowledged * ROWS + i);
                    insert.append(')');
                }
                execute(connection, insert.toString());
                acknowledged++;
            }
        } catch (SQLException killed) {
            assertTrue(acknowledged >= STATEMENTS - 2, "it ended early: " + killed.getMessage());
            return;
        }
        throw new AssertionError("nothing was folded");
    }

    private static void waitForEnd(ColonnadeProcess server) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (server.isAlive()) {
            assertTrue(System.nanoTime() < end, "nothing was folded");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static long objects(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM stv_blocklist WHERE segment <> ''");
    }

    private void check(Connection connection) throws SQLException {
        long rows = number(connection, "SELECT count(*) FROM f");
        assertEquals(rows, number(connection, "SELECT count(DISTINCT n) FROM f"));
        long least = (long) acknowledged * ROWS;
        // The statement that was under way may have been committed.
        assertTrue(rows == least || rows == least + ROWS, rows + " rows of " + least);
    }
}
