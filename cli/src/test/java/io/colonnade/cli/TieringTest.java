package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.seam.Clock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A table ten times as large as the local cache, and a small one that is read all the time. */
class TieringTest {
    private static final long BUDGET = 2L << 20;
    private static final long MEMORY = 512L << 10;
    private static final int BIG_ROWS = 1_750_000;
    private static final int HOT_ROWS = 60_000;

    @TempDir private static Path folder;

    private static EmbeddedServer server;
    private static Connection connection;
    private static Sampler sampler;

    /** Watches how large the files of the local cache are. */
    private static final class Sampler implements AutoCloseable {
        private final Path cache;
        private final AtomicLong most = new AtomicLong();
        private final AtomicLong samples = new AtomicLong();
        private final Thread thread = new Thread(this::run, "sampler");
        private volatile boolean ended;

        Sampler(Path cache) {
            this.cache = cache;
            thread.start();
        }

        private void run() {
            while (!ended) {
                most.accumulateAndGet(bytes(), Math::max);
                samples.incrementAndGet();
                Clock.system().sleep(200_000);
            }
        }

        private long bytes() {
            try (Stream<Path> files = Files.list(cache)) {
                long bytes = 0;
                for (Path file : (Iterable<Path>) files::iterator) {
                    bytes += Files.size(file);
                }
                return bytes;
            } catch (NoSuchFileException e) {
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            ended = true;
            thread.join();
        }
    }

    @BeforeAll
    static void load() throws SQLException {
        sampler = new Sampler(cache());
        start();
        create("big", BIG_ROWS);
        create("hot", HOT_ROWS);
    }

    private static Path cache() {
        return folder.resolve("data/local/cache");
    }

    private static void start() throws SQLException {
        server =
                new EmbeddedServer(
                        ServerConfig.local(folder.resolve("data"))
                                .withCache(
                                        new CacheSettings(
                                                Optional.empty(),
                                                Optional.of(BUDGET),
                                                Optional.of(MEMORY))));
        TestWarehouse.startOrSkip(server);
        connection = ServerAddress.of(server).connect("test", false);
        TpchSteps.switchResultCacheOff(connection);
    }

    /** Three columns that do not compress, 12 bytes a row. */
    private static void create(String table, int rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table "
                            + table
                            + " (a int encode raw, b int encode raw, c int encode raw)"
                            + " diststyle even");
            statement.execute(
                    "insert into "
                            + table
                            + " select g, g + 1, g + 2 from generate_series(1, "
                            + rows
                            + ") s(g)");
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
        server.close();
        sampler.close();
    }

    /** Scans a whole table; the answer must be right. */
    private static void scan(String table, long rows) throws SQLException {
        long sum = rows * (rows + 1) / 2;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*), sum(a), sum(b), sum(c) from " + table)) {
            row.next();
            assertEquals(rows, row.getLong(1));
            assertEquals(sum, row.getLong(2));
            assertEquals(sum + rows, row.getLong(3));
            assertEquals(sum + 2 * rows, row.getLong(4));
        }
    }

    @Test
    void aTableTenTimesTheCacheIsReadRightAndTheHotSetStays() throws Exception {
        CacheFigures start = CacheFigures.settled(connection);
        for (int i = 0; i < 4; i++) {
            scan("hot", HOT_ROWS);
            CacheFigures.settled(connection);
        }
        CacheFigures warm = CacheFigures.settled(connection);
        scan("hot", HOT_ROWS);
        CacheFigures before = CacheFigures.settled(connection);
        scan("big", BIG_ROWS);
        CacheFigures after = CacheFigures.settled(connection);
        scan("hot", HOT_ROWS);
        CacheFigures end = CacheFigures.settled(connection);
        System.out.printf(
                Locale.ROOT,
                "tiering: hit rate of the hot table %.2f cold, %.2f warm, %.2f after a scan;"
                        + " %d bytes of files at most in %d samples%n",
                warm.hitRateSince(start),
                before.hitRateSince(warm),
                end.hitRateSince(after),
                sampler.most.get(),
                sampler.samples.get());
        assertTrue(end.hitRateSince(after) > 0.9);
        assertTrue(sampler.most.get() > BUDGET / 2);
        assertTrue(sampler.most.get() <= BUDGET, sampler.most + " bytes");
        assertTrue(end.evictions() > 10);
        assertEquals(0, end.corrupt());
    }

    @Test
    void aSecondRunFindsMoreThanTheFirst() throws Exception {
        connection.close();
        server.close();
        try (Stream<Path> files = Files.list(cache())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        start();
        CacheFigures start = CacheFigures.settled(connection);
        scan("big", BIG_ROWS);
        CacheFigures first = CacheFigures.settled(connection);
        scan("big", BIG_ROWS);
        CacheFigures second = CacheFigures.settled(connection);
        assertTrue(first.hitRateSince(start) < 0.01, first.toString());
        assertTrue(second.hitRateSince(first) > 0.05, second.toString());
    }

    @Test
    void theBlocksTellTheirTier() throws SQLException {
        scan("hot", HOT_ROWS);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*), sum(b.num_values), min(b.minvalue),"
                                        + " max(b.maxvalue), min(b.temperature) from stv_blocklist"
                                        + " b join svv_table_info i on b.tbl = i.table_id where"
                                        + " i.\"table\" = 'hot' and b.col = 0 and b.tier in"
                                        + " ('memory', 'disk', 'store')")) {
            row.next();
            assertTrue(row.getLong(1) >= 1);
            assertEquals(HOT_ROWS, row.getLong(2));
            assertEquals(1, row.getLong(3));
            assertEquals(HOT_ROWS, row.getLong(4));
            assertTrue(row.getDouble(5) > 0.5);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(distinct slice), sum(rows), sum(block_count) from"
                                        + " stv_tbl_perm where name = 'big'")) {
            row.next();
            assertEquals(2, row.getLong(1));
            assertEquals(BIG_ROWS, row.getLong(2));
            assertTrue(row.getLong(3) >= 3 * 27);
        }
    }

    @Test
    void explainTellsWhereBlocksCameFrom() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet lines =
                        statement.executeQuery("explain analyze select sum(a + b) from big")) {
            boolean found = false;
            while (lines.next()) {
                String line = lines.getString(1);
                if (line.startsWith("Blocks: ")) {
                    assertFalse(line.endsWith("store=0"), line);
                    found = line.contains("  From: memory=");
                }
            }
            assertTrue(found);
        }
    }
}
