package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.compute.node.CacheConfig;
import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.wlm.queue.WlmConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What garbage collection leaves and what it takes, by the bytes of the bucket. */
class GarbageTest {
    /** Nothing is kept any longer than it is needed. */
    private static final GarbagePolicy AT_ONCE = new GarbagePolicy(0, 0, 0, 0);

    @TempDir private Path folder;

    private TestLeader leader;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        CacheConfig cache =
                new CacheConfig(
                        OptionalLong.empty(), Optional.of(folder.resolve("cache")), 8 << 20, true);
        leader = new TestLeader(folder, WlmConfig.DEFAULT, AT_ONCE, Clock.systemUTC(), cache);
        connection = leader.connect();
        run(
                "CREATE TABLE t (id INTEGER, secret VARCHAR(40) ENCODE raw) SORTKEY(id)",
                "INSERT INTO t SELECT n, 'canary' || n FROM generate_series(1, 3000) AS n",
                "INSERT INTO t VALUES (5001, 'canaryInline')");
        assertTrue(canaries("canary2999"), "the test must be able to see the values");
        assertTrue(canaries("canaryInline"), "the test must be able to see the values");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        leader.close();
    }

    private void run(String... statements) throws SQLException {
        TestLeader.run(connection, statements);
    }

    private List<String> rows(String sql) throws SQLException {
        return TestLeader.rows(connection, sql);
    }

    private void restart() throws SQLException {
        connection.close();
        leader.restart();
        connection = leader.connect();
    }

    /** Both looks, so that everything that is garbage now is gone. */
    private void collect() throws SQLException {
        String stage = "";
        for (int look = 0; look < 4 && !stage.startsWith("removed"); look++) {
            stage = rows("COLLECT GARBAGE").getFirst();
        }
        assertTrue(stage.startsWith("removed"), stage);
    }

    /** Whether any file of the bucket has the text in its bytes. */
    private boolean canaries(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return files().stream().anyMatch(file -> contains(file, wanted));
    }

    private Set<Path> files() {
        try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
            return all.filter(Files::isRegularFile)
                    .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i + wanted.length <= bytes.length; i++) {
                if (java.util.Arrays.equals(
                        bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deletedValuesAreGoneAfterVacuumAndCollection() throws SQLException {
        run("DELETE FROM t WHERE id > 10");
        collect();
        assertTrue(canaries("canary2999"), "deleted, but still in a segment with live rows");
        run("VACUUM t");
        assertTrue(canaries("canary2999"), "until the garbage is collected");
        collect();
        assertFalse(canaries("canary2999"), "the values of deleted rows");
        assertFalse(canaries("canaryInline"), "the values of deleted rows in the log");
        assertTrue(canaries("canary10"), "the values of the other rows");
        for (int i = 0; i < 2; i++) {
            assertEquals(List.of("10|10"), rows("SELECT count(*), max(id) FROM t"));
            restart();
        }
        run("INSERT INTO t VALUES (11, 'x')");
        assertEquals(List.of("11"), rows("SELECT count(*) FROM t"));
    }

    @Test
    void nodesForgetWhatIsRemoved() throws SQLException {
        String entries = "SELECT local_entries > 0, local_bytes > 0 FROM stv_cache";
        assertEquals(List.of("3000"), rows("SELECT count(secret) FROM t WHERE id <= 3000"));
        assertEquals(List.of("t|t"), rows(entries));
        run("DROP TABLE t");
        assertEquals(List.of("t|t"), rows(entries));
        collect();
        assertEquals(List.of("f|f"), rows(entries));
    }

    @Test
    void savedSnapshotsAndClonesKeepWhatTheyName() throws SQLException {
        run("CREATE SNAPSHOT keep", "CREATE TABLE c CLONE t", "DROP TABLE t");
        collect();
        restart();
        String then = "SELECT count(*), max(secret) FROM t AT (SNAPSHOT => keep)";
        assertEquals(List.of("3001|canaryInline"), rows(then));
        assertEquals(List.of("3001"), rows("SELECT count(secret) FROM c"));
        run("DELETE FROM c WHERE id > 10", "VACUUM c");
        collect();
        restart();
        assertEquals(List.of("3001|canaryInline"), rows(then));
        assertEquals(List.of("10|canary9"), rows("SELECT count(*), max(secret) FROM c"));
        run("RESTORE TABLE t FROM SNAPSHOT keep AS back", "DROP SNAPSHOT keep");
        collect();
        restart();
        assertEquals(List.of("3001|canaryInline"), rows("SELECT count(*), max(secret) FROM back"));
        run("DROP TABLE back");
        collect();
        assertFalse(canaries("canary2999"));
        assertEquals(List.of("10|canary9"), rows("SELECT count(*), max(secret) FROM c"));
        assertEquals(
                "42P01",
                assertThrows(SQLException.class, () -> run("UNDROP TABLE back")).getSQLState());
    }

    @Test
    void aLongerRetentionBringsNothingBack() throws SQLException {
        long version = Long.parseLong(rows("SELECT version FROM svv_version").getFirst());
        run("DELETE FROM t WHERE id > 10", "VACUUM t");
        String then = "SELECT count(*) FROM t AT (VERSION => " + version + ")";
        run("ALTER TABLE t SET (retention = 7)");
        assertEquals(List.of("3001"), rows(then));
        run("ALTER TABLE t RESET (retention)");
        collect();
        run("ALTER TABLE t SET (retention = 7)");
        assertEquals("72000", assertThrows(SQLException.class, () -> run(then)).getSQLState());
    }

    @Test
    void openTransactionsKeepWhatTheyRead() throws SQLException {
        try (Connection reader = leader.connect()) {
            reader.setAutoCommit(false);
            assertEquals(List.of("3001"), TestLeader.rows(reader, "SELECT count(*) FROM t"));
            run("TRUNCATE t");
            collect();
            assertTrue(canaries("canary2999"), "a transaction still reads it");
            assertEquals(
                    List.of("canary2999"),
                    TestLeader.rows(reader, "SELECT secret FROM t WHERE id = 2999"));
            reader.commit();
            collect();
            assertFalse(canaries("canary2999"), "nobody reads it any more");
        }
    }

    @Test
    void theReportSaysWhatIsDone() throws SQLException {
        run("TRUNCATE t");
        Set<Path> before = files();
        String found = rows("COLLECT GARBAGE DRY RUN").getFirst();
        assertTrue(found.matches("looked\\|[1-9]\\d*\\|[1-9]\\d*\\|.*"), found);
        assertEquals(before, files());
        collect();
        assertEquals(
                List.of("planned|t", "removed|t"),
                rows(
                        "SELECT stage, objects > 0 AND bytes > 0 FROM sys_garbage_history"
                                + " WHERE requested_by = 'admin' ORDER BY started"));
        connection.setAutoCommit(false);
        run("SELECT 1");
        assertEquals(
                "25001",
                assertThrows(SQLException.class, () -> run("COLLECT GARBAGE")).getSQLState());
        connection.rollback();
        connection.setAutoCommit(true);
        run(
                "CREATE USER boss PASSWORD 'Secret-1234' CREATEUSER",
                "CREATE USER plain PASSWORD 'Secret-1234'");
        try (Connection plain = leader.connect("plain", "Secret-1234")) {
            SQLException refused =
                    assertThrows(
                            SQLException.class, () -> TestLeader.run(plain, "COLLECT GARBAGE"));
            assertEquals("42501", refused.getSQLState());
        }
    }
}
