package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Many sessions ask at once for much more memory than a server process has: their queries queue,
 * use the disk, or fail alone; the process lives on, and nothing of theirs stays on disk, also when
 * the process is killed. {@code -Dheavy.sessions=32 -Dheavy.rows=1000000 -Dheavy.heap=768m
 * -Dheavy.memory=0} is the long form.
 */
class HeavyQueriesTest {
    private static final int SESSIONS = Integer.getInteger("heavy.sessions", 4);
    private static final int ROWS = Integer.getInteger("heavy.rows", 60_000);

    /** Megabytes of a query; 0 = what the queue gives. */
    private static final int MEMORY = Integer.getInteger("heavy.memory", 4);

    private static final String HEAP = System.getProperty("heavy.heap", "320m");

    /** How a query may fail: out of memory, or of room on disk. */
    private static final Set<String> RESOURCES = Set.of("53200", "53100");

    private static final String GROUPS =
            "select count(*), sum(n), max(a) from (select pad, count(*) as n, max(k) as a"
                    + " from heavy group by pad) as g";

    private static final List<String> QUERIES =
            List.of(
                    "select count(*), sum(a.n + b.n), max(b.pad) from heavy a join heavy b on a.k ="
                            + " b.k",
                    GROUPS,
                    "select n, pad from heavy order by pad desc, n limit 5 offset " + (ROWS - 10),
                    "select sum(r), max(pad) from (select pad, row_number() over (partition by k"
                            + " order by pad, n) as r from heavy) as w",
                    "select count(*), count(b.n) from heavy a left join heavy b on a.n = b.n + 7"
                            + " and a.pad < b.pad",
                    "select count(*) from heavy where n not in (select n + 3 from heavy)",
                    "select count(distinct pad), count(distinct n) from heavy");

    @TempDir private static Path folder;

    @BeforeEach
    void skipWithoutServer() {
        try (EmbeddedServer probe =
                new EmbeddedServer(ServerConfig.local(folder.resolve("probe")))) {
            TestWarehouse.startOrSkip(probe);
        }
    }

    @Test
    void queriesSpillQueueOrFailAlone() throws Exception {
        Path data = folder.resolve("data");
        try (ColonnadeProcess server = ColonnadeProcess.server(data, "", HEAP)) {
            load(server);
            List<String> expected = new ArrayList<>();
            try (Connection connection = open(server, 0)) {
                for (String query : QUERIES) {
                    expected.add(answer(connection, query));
                }
            }
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            runAll(server, expected, answered, refused);
            System.out.println(
                    SESSIONS + " sessions: " + answered + " answered, " + refused + " refused");
            assertTrue(server.isAlive());
            assertTrue(answered.get() >= refused.get(), "most queries fit or spill");
            assertSpilled(server);
            assertEquals(List.of(), spillFiles(data));
            killAtWork(server);
        }
        assertEquals(List.of(), spillFiles(data));
        try (ColonnadeProcess server = ColonnadeProcess.server(data, "", HEAP);
                Connection connection = open(server, 0)) {
            assertEquals(ROWS + "|", answer(connection, "select count(*) from heavy"));
            assertEquals(List.of(), spillFiles(data));
        }
    }

    private static void load(ColonnadeProcess server) throws SQLException {
        try (Connection connection = open(server, 0);
                Statement statement = connection.createStatement()) {
            statement.execute("create table heavy (k int, n int, pad varchar(200))");
            statement.execute(
                    "insert into heavy select i % "
                            + ROWS / 3
                            + ", i, md5(cast(i % "
                            + ROWS / 2
                            + " as varchar)) || md5(cast(i as varchar)) from"
                            + " generate_series(1, "
                            + ROWS
                            + ") as s(i)");
        }
    }

    private static Connection open(ColonnadeProcess server, int memory) throws SQLException {
        Connection connection = server.address().connect("test", false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set enable_result_cache_for_session = off");
            statement.execute("set query_memory = " + memory);
        }
        return connection;
    }

    private static String answer(Connection connection, String query) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
                    text.append(rows.getString(c)).append('|');
                }
            }
        }
        return text.toString();
    }

    /** Every session asks everything once, each from another start. */
    private static void runAll(
            ColonnadeProcess server,
            List<String> expected,
            AtomicInteger answered,
            AtomicInteger refused)
            throws Exception {
        List<Callable<Void>> sessions = new ArrayList<>();
        for (int s = 0; s < SESSIONS; s++) {
            int first = s;
            sessions.add(
                    () -> {
                        try (Connection connection = open(server, MEMORY)) {
                            for (int i = 0; i < QUERIES.size(); i++) {
                                int q = (first + i) % QUERIES.size();
                                ask(connection, q, expected.get(q), answered, refused);
                            }
                        }
                        return null;
                    });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(SESSIONS)) {
            for (Future<Void> session : threads.invokeAll(sessions)) {
                session.get();
            }
        }
    }

    private static void ask(
            Connection connection,
            int query,
            String expected,
            AtomicInteger answered,
            AtomicInteger refused)
            throws SQLException {
        try {
            assertEquals(expected, answer(connection, QUERIES.get(query)));
            answered.incrementAndGet();
        } catch (SQLException e) {
            if (!RESOURCES.contains(e.getSQLState())) {
                throw e;
            }
            refused.incrementAndGet();
        }
    }

    private static void assertSpilled(ColonnadeProcess server) throws SQLException {
        try (Connection connection = open(server, MEMORY)) {
            String plan = answer(connection, "explain analyze " + GROUPS);
            assertTrue(plan.contains("Spilled: "), plan);
        }
    }

    private static List<Path> spillFiles(Path data) throws IOException {
        Path spill = data.resolve("local").resolve("spill");
        try (Stream<Path> files = Files.list(spill)) {
            return files.toList();
        }
    }

    /** Kills the server while a query writes to disk. */
    private static void killAtWork(ColonnadeProcess server) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<SQLException>> asked = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                asked.add(threads.submit(() -> askForEver(server)));
            }
            assertThrowsNothingFor(asked.getFirst());
            server.kill();
            for (Future<SQLException> session : asked) {
                assertNotNull(session.get());
            }
        }
    }

    private static SQLException askForEver(ColonnadeProcess server) {
        try (Connection connection = open(server, MEMORY)) {
            while (true) {
                answer(connection, GROUPS);
            }
        } catch (SQLException e) {
            return e;
        }
    }

    private static void assertThrowsNothingFor(Future<SQLException> session) throws Exception {
        try {
            assertNull(session.get(500, TimeUnit.MILLISECONDS));
        } catch (TimeoutException stillAtWork) {
            assertTrue(!session.isDone());
        }
    }
}
