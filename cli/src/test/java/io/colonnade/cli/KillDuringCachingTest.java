package io.colonnade.cli;

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
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server is killed while its local cache is full and being rewritten. The next one finds entries
 * again, and answers are right. {@code -Dkills=} for more of it, {@code -Dseed=} for other moments.
 */
class KillDuringCachingTest {
    private static final int ROWS = 300_000;

    @TempDir private Path folder;

    private ColonnadeProcess start() throws Exception {
        return ColonnadeProcess.start(
                folder.resolve("server.err"),
                List.of(
                        "server",
                        "--no-warm-up",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--cache-size",
                        "3m",
                        "--memory-cache-size",
                        "200k"));
    }

    @Test
    void entriesAreFoundAgainAndNoneIsWrong() throws Exception {
        int kills = Integer.getInteger("kills", 1);
        SplittableRandom random = new SplittableRandom(Long.getLong("seed", 7));
        for (int round = 0; round <= kills; round++) {
            try (ColonnadeProcess server = start();
                    Connection connection = server.connect()) {
                if (round == 0) {
                    create(connection);
                } else {
                    assertTrue(CacheFigures.read(connection).entries() > 0);
                }
                scan(connection);
                CacheFigures figures = CacheFigures.read(connection);
                // at most the entry that was being written
                assertTrue(figures.corrupt() <= 1, figures.toString());
                assertTrue(figures.evictions() > 0);
                if (round < kills) {
                    killWhileScanning(server, 20 + random.nextInt(300));
                } else {
                    assertEquals(0, server.stop());
                }
            }
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t (a bigint encode raw, b bigint encode raw)");
            statement.execute(
                    "insert into t select g, g * 7919 from generate_series(1, " + ROWS + ") s(g)");
        }
    }

    private static void scan(Connection connection) throws SQLException {
        long sum = (long) ROWS * (ROWS + 1) / 2;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(a), sum(b) from t")) {
            row.next();
            assertEquals(sum, row.getLong(1));
            assertEquals(sum * 7919, row.getLong(2));
        }
    }

    private static void killWhileScanning(ColonnadeProcess server, int delayMillis)
            throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        Connection connection = server.connect();
        Thread client =
                new Thread(
                        () -> {
                            try (connection) {
                                while (true) {
                                    scan(connection);
                                }
                            } catch (SQLException e) {
                                broken.countDown();
                            }
                        },
                        "client");
        client.start();
        assertTrue(!broken.await(delayMillis, TimeUnit.MILLISECONDS), "a scan failed by itself");
        server.kill();
        assertTrue(broken.await(30, TimeUnit.SECONDS), "the client did not notice the kill");
        client.join();
    }
}
