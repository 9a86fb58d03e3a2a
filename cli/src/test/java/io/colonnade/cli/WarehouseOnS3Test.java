package io.colonnade.cli;

import static io.colonnade.cli.TestSql.execute;
import static io.colonnade.cli.TestSql.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchLoader;
import io.colonnade.bench.TpchTable;
import io.colonnade.cli.FaultyProxy.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server whose bucket is on S3: what is left when its machine is lost, or the store is away. */
class WarehouseOnS3Test {
    private static final double SCALE = 0.002;
    private static final int PATIENCE_SECONDS = 1;
    private static final int WAIT_SECONDS = 60;
    private static final int MANY = 10_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir private static Path folder;

    private static ColonnadeProcess server(String name, String url) throws IOException {
        return ColonnadeProcess.start(
                folder.resolve(name + ".err"),
                List.of(
                        "server",
                        "--no-warm-up",
                        "--port",
                        "0",
                        "--store",
                        url + "&patience=" + PATIENCE_SECONDS,
                        "--data",
                        folder.resolve(name).toString()));
    }

    private static void load(Connection connection) throws IOException, SQLException {
        TpchData data = TpchData.in(folder.resolve("files"), SCALE);
        data.generate(2, amount -> {});
        TpchLoader loader = new TpchLoader(connection);
        loader.createTables();
        for (TpchTable table : TpchTable.values()) {
            loader.copy(table, data);
        }
        execute(connection, "CREATE TABLE notes (id INTEGER, note VARCHAR(100))");
        execute(connection, "INSERT INTO notes VALUES (0, 'weiß')");
        execute(connection, "DELETE FROM orders WHERE o_orderkey % 7 = 0");
        execute(connection, "UPDATE customer SET c_acctbal = c_acctbal + 1 WHERE c_custkey < 50");
        execute(connection, "BEGIN");
        execute(connection, "INSERT INTO notes SELECT o_orderkey, o_comment FROM orders");
        execute(connection, "DELETE FROM nation WHERE n_regionkey = 2");
        execute(connection, "COMMIT");
    }

    /** Per table the number of rows and a sum over all of them that their order does not change. */
    private static Map<String, String> checksums(Connection connection) throws SQLException {
        Map<String, String> sums = new TreeMap<>();
        for (TpchTable table : TpchTable.values()) {
            sums.put(table.tableName(), checksum(connection, table.tableName()));
        }
        sums.put("notes", checksum(connection, "notes"));
        return sums;
    }

    private static String checksum(Connection connection, String table) throws SQLException {
        long count = 0;
        long sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                long hash = 7;
                for (int c = 1; c <= columns; c++) {
                    hash =
                            hash * 0x9E3779B97F4A7C15L
                                    + String.valueOf(rows.getString(c)).hashCode();
                }
                count++;
                sum += hash ^ (hash >>> 29);
            }
        }
        return count + " rows, " + Long.toHexString(sum);
    }

    private static void wipe(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e)
                            throws IOException {
                        Files.delete(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Test
    void theBucketIsTheWarehouse() throws Exception {
        try (DevS3 store = DevS3.start(folder.resolve("s3"));
                FaultyProxy proxy = new FaultyProxy(store.port())) {
            String url = store.url("warehouse");
            Map<String, String> before;
            try (ColonnadeProcess first = server("first", store.url("warehouse", proxy.port()));
                    Connection connection = first.connect()) {
                load(connection);
                commitsWhoseRepliesAreLostCountOnce(proxy, connection);
                before = checksums(connection);
                // uncommitted: must be gone
                execute(connection, "BEGIN");
                execute(connection, "DELETE FROM notes");
                first.kill();
            }
            wipe(folder.resolve("first"));
            try (ColonnadeProcess second = server("second", url)) {
                try (Connection connection = second.connect()) {
                    assertEquals(before, checksums(connection));
                    readersContinueAndWritersFailWhileTheStoreIsAway(store, connection, before);
                }
                assertEquals(0, second.stop());
            }
        }
    }

    /** The slot is written and nobody is told, for longer than the store's patience. */
    private static void commitsWhoseRepliesAreLostCountOnce(
            FaultyProxy proxy, Connection connection) throws Exception {
        for (Fault fault : List.of(Fault.LOSE_REPLY, Fault.CUT_REQUEST, Fault.BUSY)) {
            proxy.onlyFor("PUT /[^ ]*/log/");
            proxy.next(fault, MANY);
            CompletableFuture<Void> insert =
                    inBackground(
                            () ->
                                    execute(
                                            connection,
                                            "INSERT INTO notes VALUES (-2, '" + fault + "')"));
            long start = System.nanoTime();
            // after the store gave up, the committer goes on by itself
            while (proxy.left() > MANY - 4
                    || System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                assertTrue(!insert.isDone(), "acknowledged before the slot is known to exist");
                long waited = System.nanoTime() - start;
                assertTrue(waited < TimeUnit.SECONDS.toNanos(WAIT_SECONDS), "nothing is sent");
                LockSupport.parkNanos(POLL_NANOS);
            }
            proxy.clear();
            insert.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
            String count = "SELECT count(*) FROM notes WHERE note = '" + fault + "'";
            assertEquals(1, number(connection, count), fault.toString());
        }
    }

    /** Something that talks SQL. */
    private interface Task {
        void run() throws SQLException;
    }

    private static CompletableFuture<Void> inBackground(Task task) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        task.run();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                });
    }

    private static void readersContinueAndWritersFailWhileTheStoreIsAway(
            DevS3 store, Connection connection, Map<String, String> before) throws Exception {
        store.kill();
        assertEquals(before, checksums(connection), "what was read is cached");
        SQLException copied =
                assertThrows(
                        SQLException.class,
                        () -> execute(connection, "INSERT INTO notes SELECT id, note FROM notes"));
        assertEquals("58030", copied.getSQLState(), copied.getMessage());
        assertTrue(copied.getMessage().contains("does not answer"), copied.getMessage());
        SQLException created =
                assertThrows(
                        SQLException.class,
                        () -> execute(connection, "CREATE TABLE more (id INTEGER)"));
        assertEquals("58030", created.getSQLState(), created.getMessage());
        assertEquals(before, checksums(connection));

        // a writer that waits succeeds as soon as the store is back
        CompletableFuture<Void> waiting = inBackground(() -> insertUntilDone(connection));
        try (DevS3 again = DevS3.start(folder.resolve("s3"), store.port())) {
            waiting.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
            assertEquals(1, number(connection, "SELECT count(*) FROM notes WHERE id = -1"));
            execute(connection, "CREATE TABLE more (id INTEGER)");
            execute(connection, "INSERT INTO more VALUES (1), (2)");
            assertEquals(2, number(connection, "SELECT count(*) FROM more"));
            assertTrue(again.port() == store.port());
        }
    }

    /** What a client does that is told to try again. */
    private static void insertUntilDone(Connection connection) throws SQLException {
        while (true) {
            try {
                execute(connection, "INSERT INTO notes VALUES (-1, 'while it was away')");
                return;
            } catch (SQLException e) {
                if (!e.getSQLState().equals("58030")) {
                    throw e;
                }
            }
        }
    }
}
