package io.colonnade.cli;

import static io.colonnade.cli.TestSql.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.cli.FaultyProxy.Fault;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A query that waits for an S3 service which does not answer ends within a second of its cancel,
 * and so do its threads: others compute meanwhile. The store's patience is 30 s.
 */
class CancelWhileStoreIsAwayTest {
    private static final String CANCELED = "57014";
    private static final int MANY = 10_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long WAIT = TimeUnit.SECONDS.toNanos(60);

    @TempDir private static Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SILENCE", "CUT_REQUEST"})
    void cancelEndsTheWait(Fault fault) throws Exception {
        Path place = Files.createDirectory(folder.resolve(fault.name()));
        try (DevS3 s3 = DevS3.start(place.resolve("s3"));
                FaultyProxy proxy = new FaultyProxy(s3.port())) {
            String url = s3.url("warehouse", proxy.port());
            try (EmbeddedServer server = start(place.resolve("first"), url);
                    Connection connection = ServerAddress.of(server).connect("test", false);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (a INT, b INT)");
                statement.execute("INSERT INTO t SELECT n, n FROM generate_series(1, 5000) n");
            }
            // It has nothing of the table on its disk.
            try (EmbeddedServer server = start(place.resolve("second"), url);
                    Connection connection = ServerAddress.of(server).connect("test", false);
                    Connection other = ServerAddress.of(server).connect("test", false)) {
                TpchSteps.switchResultCacheOff(connection);
                proxy.next(fault, MANY);
                cancel(connection, proxy);
                long start = System.nanoTime();
                assertEquals(
                        500_500, number(other, "SELECT sum(n) FROM generate_series(1, 1000) n"));
                assertTrue(System.nanoTime() - start < SECOND, "the workers are still held");
                proxy.clear();
                assertEquals(12_502_500, number(connection, "SELECT sum(a) FROM t"));
            }
        }
    }

    private static EmbeddedServer start(Path data, String url) {
        EmbeddedServer server =
                new EmbeddedServer(
                        new ServerConfig(
                                data,
                                Optional.of(StoreLocation.of(url)),
                                ServerConfig.DEFAULT_LISTEN,
                                0,
                                ServerConfig.DEFAULT_SLICES,
                                List.of(),
                                Optional.empty()));
        TestWarehouse.startOrSkip(server);
        return server;
    }

    private static void cancel(Connection connection, FaultyProxy proxy) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure =
                    CompletableFuture.supplyAsync(
                            () ->
                                    assertThrows(
                                            SQLException.class,
                                            () -> statement.execute("SELECT sum(a) FROM t")));
            long deadline = System.nanoTime() + WAIT;
            while (proxy.left() == MANY) {
                assertTrue(System.nanoTime() < deadline, "nothing is asked of the store");
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            statement.cancel();
            SQLException canceled = failure.orTimeout(60, TimeUnit.SECONDS).join();
            long nanos = System.nanoTime() - start;
            System.out.printf("cancel: %.1f ms%n", nanos / 1e6);
            assertEquals(CANCELED, canceled.getSQLState(), canceled.getMessage());
            assertTrue(nanos < SECOND, "cancel took " + nanos / 1_000_000 + " ms");
        }
    }
}
