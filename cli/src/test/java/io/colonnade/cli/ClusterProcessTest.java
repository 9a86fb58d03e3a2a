package io.colonnade.cli;

import static io.colonnade.cli.TestSql.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.AnswerChecker;
import io.colonnade.bench.RecordedAnswers;
import io.colonnade.bench.TimedAnswer;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchLoader;
import io.colonnade.bench.TpchQuery;
import io.colonnade.bench.TpchTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A leader and two compute nodes as processes of their own, over one bucket: the same answers as
 * one process gives, and what happens when a node dies and comes back.
 */
class ClusterProcessTest {
    private static final double SCALE = 0.01;

    /** Runs on both nodes for longer than any test waits. */
    private static final String ENDLESS =
            "SELECT count(*) FROM lineitem a, lineitem b, lineitem c"
                    + " WHERE a.l_comment < b.l_comment AND b.l_comment <> c.l_comment";

    private static final int WAIT_SECONDS = 60;

    @TempDir private static Path folder;

    @Test
    void answersQueriesAndOutlivesALostNode() throws Exception {
        try (ColonnadeProcess first = node(1, 0);
                ColonnadeProcess second = node(2, 0);
                ColonnadeProcess leader = leader(first, second);
                Connection connection = connect(leader)) {
            load(connection);
            for (TpchQuery query : TpchQuery.all(SCALE)) {
                checkAnswer(connection, query);
            }

            SQLException lost = killDuringQuery(second, leader, connection);
            assertEquals("58000", lost.getSQLState(), lost.getMessage());
            assertTrue(lost.getMessage().contains("compute node 2"), lost.getMessage());
            assertTrue(leader.isAlive() && first.isAlive());

            assertEquals(1, number(connection, "SELECT 1"));
            SQLException still =
                    assertThrows(
                            SQLException.class,
                            () -> number(connection, "SELECT count(*) FROM lineitem"));
            assertEquals("58000", still.getSQLState(), still.getMessage());
            assertTrue(still.getMessage().contains("compute node 2"), still.getMessage());

            try (ColonnadeProcess again = node(2, second.port())) {
                assertEquals(60_175, number(connection, "SELECT count(*) FROM lineitem"));
                checkAnswer(connection, TpchQuery.of(9, SCALE));
                assertEquals(0, again.stop());
            }
            assertEquals(0, leader.stop());
            assertEquals(0, first.stop());
        }
    }

    private static ColonnadeProcess node(int id, int port) throws IOException {
        return ColonnadeProcess.start(
                folder.resolve("node-" + id + ".err"),
                List.of(
                        "compute",
                        "--node-id",
                        String.valueOf(id),
                        "--port",
                        String.valueOf(port),
                        "--store",
                        folder.resolve("store").toString(),
                        "--data",
                        folder.resolve("node-" + id).toString()));
    }

    private static ColonnadeProcess leader(ColonnadeProcess... nodes) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "server",
                                "--no-warm-up",
                                "--port",
                                "0",
                                "--store",
                                folder.resolve("store").toString(),
                                "--data",
                                folder.resolve("leader").toString()));
        for (ColonnadeProcess node : nodes) {
            arguments.add("--compute");
            arguments.add("127.0.0.1:" + node.port());
        }
        return ColonnadeProcess.start(folder.resolve("leader.err"), arguments);
    }

    private static Connection connect(ColonnadeProcess leader) throws SQLException {
        Connection connection =
                new ServerAddress(
                                ServerConfig.DEFAULT_LISTEN,
                                leader.port(),
                                ServerAddress.DEFAULT_DATABASE,
                                ServerAddress.DEFAULT_USER)
                        .connect("test", false);
        TpchSteps.switchResultCacheOff(connection);
        return connection;
    }

    private static void load(Connection connection) throws IOException, SQLException {
        TpchData data = TpchData.in(folder, SCALE);
        data.generate(2, amount -> {});
        TpchLoader loader = new TpchLoader(connection);
        loader.createTables();
        for (TpchTable table : TpchTable.values()) {
            loader.copy(table, data);
        }
        loader.analyze();
    }

    private static void checkAnswer(Connection connection, TpchQuery query) throws SQLException {
        assertEquals(
                Optional.empty(),
                AnswerChecker.difference(
                        RecordedAnswers.find(query, SCALE).orElseThrow(),
                        TimedAnswer.run(connection, query).answer(),
                        query.orderColumns()),
                query.label());
    }

    /** Kills the node once the query is seen to run; returns what the query's client sees. */
    private static SQLException killDuringQuery(
            ColonnadeProcess node, ColonnadeProcess leader, Connection connection)
            throws Exception {
        CompletableFuture<Long> query =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return number(connection, ENDLESS);
                            } catch (SQLException e) {
                                throw new CompletionException(e);
                            }
                        });
        try (Connection observer = connect(leader)) {
            awaitRunning(observer, query);
        }
        node.kill();
        CompletionException failure =
                assertThrows(
                        CompletionException.class,
                        () -> query.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join());
        return (SQLException) failure.getCause();
    }

    private static void awaitRunning(Connection observer, CompletableFuture<Long> query)
            throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (number(
                        observer,
                        "SELECT count(*) FROM stv_inflight WHERE text LIKE '%l_comment%'"
                                + " AND text NOT LIKE '%inflight%'")
                == 0) {
            assertTrue(!query.isDone(), "the query ended at once");
            assertTrue(System.nanoTime() < deadline, "the query does not start");
        }
    }
}
