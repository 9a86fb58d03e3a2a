package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Statements that run for ever, until their client wants no more of them. */
class CancelTest {
    private static final String CANCELED = "57014";
    private static final int WAIT_SECONDS = 60;

    private Connection connection;
    private Connection observer;

    @BeforeEach
    void connect() throws IOException, SQLException {
        TestWarehouse warehouse = TestWarehouse.open();
        connection = warehouse.connect();
        observer = warehouse.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        observer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM lineitem a, lineitem b, lineitem c"
                        + " WHERE a.l_comment < b.l_comment AND b.l_comment <> c.l_comment",
                "SELECT count(*) FROM lineitem a, lineitem b, lineitem c"
                        + " WHERE a.l_suppkey = b.l_suppkey AND b.l_suppkey = c.l_suppkey",
                "SELECT a.l_comment, b.l_comment FROM lineitem a, lineitem b, lineitem c"
                        + " WHERE a.l_comment < b.l_comment LIMIT 1000000000 OFFSET 900000000",
                "CREATE TABLE never AS SELECT a.l_comment || b.l_comment || c.l_comment AS c"
                        + " FROM lineitem a, lineitem b, lineitem c WHERE a.l_tax <> b.l_tax",
            })
    void cancelEndsAStatement(String sql) throws Exception {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure =
                    CompletableFuture.supplyAsync(
                            () -> assertThrows(SQLException.class, () -> statement.execute(sql)));
            awaitRunning(sql.substring(0, 30), failure);
            long start = System.nanoTime();
            statement.cancel();
            SQLException canceled = await(failure);
            System.out.printf("cancel: %.1f ms%n", (System.nanoTime() - start) / 1e6);
            assertEquals(CANCELED, canceled.getSQLState(), canceled.getMessage());
        }
        assertUsable();
    }

    @Test
    void timeoutEndsAStatement() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout TO 200");
            SQLException timeout =
                    assertThrows(
                            SQLException.class,
                            () ->
                                    statement.execute(
                                            "SELECT count(*) FROM lineitem a, lineitem b,"
                                                    + " lineitem c WHERE a.l_tax < b.l_tax"));
            assertEquals(CANCELED, timeout.getSQLState());
            assertTrue(timeout.getMessage().contains("statement timeout"), timeout.getMessage());
            statement.execute("SET statement_timeout TO 0");
        }
        assertUsable();
    }

    @Test
    void aClientMayStopReadingInTheMiddle() throws Exception {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT a.l_comment, b.l_comment FROM lineitem a, lineitem b")) {
                for (int i = 0; i < 250; i++) {
                    assertTrue(rows.next());
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        assertUsable();
        awaitIdle();
    }

    @Test
    void aClientMayVanishInTheMiddle() throws Exception {
        Connection vanishing = TestWarehouse.open().connect();
        String sql =
                "SELECT count(*) FROM lineitem a, lineitem b, lineitem c"
                        + " WHERE a.l_quantity < b.l_quantity";
        Statement statement = vanishing.createStatement();
        CompletableFuture<SQLException> failure =
                CompletableFuture.supplyAsync(
                        () -> assertThrows(SQLException.class, () -> statement.execute(sql)));
        awaitRunning("WHERE a.l_quantity < b", failure);
        vanishing.abort(Runnable::run);
        await(failure);
        awaitIdle();
    }

    private static SQLException await(CompletableFuture<SQLException> failure) {
        try {
            return failure.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new AssertionError("the statement does not end", e.getCause());
        }
    }

    private void awaitRunning(String text, CompletableFuture<?> statement) throws SQLException {
        String like = text.replace("'", "''");
        await(
                "text LIKE '%" + like + "%' AND text NOT LIKE '%stv_inflight%'",
                1,
                () -> assertTrue(!statement.isDone(), "the statement ended at once"));
    }

    private void awaitIdle() throws SQLException {
        await("text NOT LIKE '%stv_inflight%'", 0, () -> {});
    }

    private void await(String condition, long wanted, Runnable check) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (number("SELECT count(*) FROM stv_inflight WHERE " + condition) != wanted) {
            check.run();
            assertTrue(System.nanoTime() < deadline, "waited too long for " + condition);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void assertUsable() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM lineitem")) {
            rows.next();
            assertEquals(60_175, rows.getLong(1));
        }
    }
}
