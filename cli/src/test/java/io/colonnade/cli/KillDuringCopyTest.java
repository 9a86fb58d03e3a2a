package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server process is killed at random moments while it loads. After every restart each
 * acknowledged load is there whole, and what was not acknowledged is there whole or not at all.
 * {@code -Dkills=20} kills oftener; {@code -Dseed=} repeats the moments.
 */
class KillDuringCopyTest {
    private static final long DEFAULT_SEED = 7;
    private static final long ROWS = 20_000;
    private static final int MOST_DELAY_MILLIS = 1_500;

    @TempDir private static Path folder;

    /** Numbers of acknowledged loads; the value is the number of rows that load has. */
    private final Map<Integer, Long> acknowledged = new TreeMap<>();

    /** Opens with the first acknowledged load, so that every run has some to lose. */
    private final CountDownLatch oneAcknowledged = new CountDownLatch(1);

    private volatile int nextLoad = 1;

    @BeforeEach
    void skipWithoutServer() {
        try (EmbeddedServer probe =
                new EmbeddedServer(ServerConfig.local(folder.resolve("probe")))) {
            TestWarehouse.startOrSkip(probe);
        }
    }

    @Test
    void acknowledgedLoadsSurviveAndOthersLeaveNothing() throws Exception {
        int kills = Integer.getInteger("kills", 4);
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
        SplittableRandom random = new SplittableRandom(seed);
        Path data = folder.resolve("data");
        for (int round = 0; round <= kills; round++) {
            try (ColonnadeProcess server = ColonnadeProcess.server(data)) {
                try (Connection connection = server.address().connect("test", false)) {
                    if (round == 0) {
                        createTable(connection);
                    }
                    check(connection, "seed " + seed + ", after kill " + round);
                }
                if (round < kills) {
                    killWhileLoading(server, random.nextInt(MOST_DELAY_MILLIS));
                } else {
                    assertEquals(0, server.stop());
                }
            }
        }
        System.out.println(
                "kill -9: "
                        + kills
                        + " kills, "
                        + acknowledged.size()
                        + " of "
                        + (nextLoad - 1)
                        + " loads acknowledged, seed "
                        + seed);
    }

    private static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE loads (load_number INTEGER, row_number INTEGER, amount"
                            + " DECIMAL(12,2), note VARCHAR(40)) DISTKEY (row_number) SORTKEY"
                            + " (amount)");
        }
    }

    /** Loads file after file on a thread until the connection breaks, and kills meanwhile. */
    private void killWhileLoading(ColonnadeProcess server, int delayMillis) throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        Connection connection = server.address().connect("test", false);
        Thread loader =
                new Thread(
                        () -> {
                            loadUntilBroken(connection);
                            broken.countDown();
                        },
                        "loader");
        loader.start();
        assertTrue(oneAcknowledged.await(60, TimeUnit.SECONDS), "the first load does not end");
        // the loader only ends by the kill, so this waits for the random moment
        assertTrue(!broken.await(delayMillis, TimeUnit.MILLISECONDS), "loading failed by itself");
        server.kill();
        assertTrue(broken.await(30, TimeUnit.SECONDS), "the client did not notice the kill");
        loader.join();
    }

    private void loadUntilBroken(Connection opened) {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            while (true) {
                int number = nextLoad;
                nextLoad = number + 1;
                long rows = ROWS + number;
                Path file = write(number, rows);
                statement.execute("COPY loads FROM '" + file + "' DELIMITER '|'");
                acknowledged.put(number, rows);
                oneAcknowledged.countDown();
                Files.delete(file);
            }
        } catch (SQLException | IOException e) {
            // the server is gone, which is what the test is about; the caller looks at the data
            return;
        }
    }

    private static Path write(int number, long rows) throws IOException {
        Path file = folder.resolve("load-" + number + ".tbl");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long row = 1; row <= rows; row++) {
                out.write(number + "|" + row + "|" + (row * 7919 % 100_000) + ".25|note " + row);
                out.write("|\n");
            }
        }
        return file;
    }

    private void check(Connection connection, String where) throws SQLException {
        Map<Integer, Long> present = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet loads =
                        statement.executeQuery(
                                "SELECT load_number, count(*), count(DISTINCT row_number),"
                                        + " sum(row_number) FROM loads GROUP BY load_number")) {
            while (loads.next()) {
                int number = loads.getInt(1);
                long rows = ROWS + number;
                String load = where + ": load " + number;
                assertEquals(rows, loads.getLong(2), load + " is not whole");
                assertEquals(rows, loads.getLong(3), load + " has rows twice");
                assertEquals(rows * (rows + 1) / 2, loads.getLong(4), load + " has wrong rows");
                present.put(number, rows);
            }
        }
        for (int number : acknowledged.keySet()) {
            assertTrue(present.containsKey(number), where + ": load " + number + " is lost");
        }
        // a load whose acknowledgement did not arrive may have been committed: it counts from now
        // on
        acknowledged.putAll(present);
    }
}
