package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.Notice;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Statements, transactions, cursors, cancel, errors and COPY through pgjdbc. */
class DriverSessionTest {
    private static final List<ResultColumn> NUMBER = List.of(ResultColumn.of("n", SqlType.BIGINT));

    private final CountDownLatch running = new CountDownLatch(1);

    private MemoryBackend backend() {
        return new MemoryBackend()
                .query("SELECT n FROM few", NUMBER, TestBatches.numbers(3))
                .query("SELECT n FROM many", NUMBER, TestBatches.numbers(100_000))
                .query("SELECT n FROM endless", NUMBER, TestBatches.numbers(Long.MAX_VALUE))
                .command("INSERT INTO t VALUES (1)", CommandTag.counted("INSERT", 1))
                .command("DELETE FROM t", CommandTag.counted("DELETE", 5))
                .command("CREATE TABLE t (a int)", CommandTag.plain("CREATE TABLE"))
                .answer(
                        "SELECT n FROM bug",
                        NUMBER,
                        List.of(),
                        (s, p, c) -> {
                            throw new IllegalStateException("secret of the implementation");
                        })
                .answer("SELECT n FROM stuck", NUMBER, List.of(), (s, p, c) -> stuck(c))
                .answer(
                        "SELECT n FROM noisy",
                        NUMBER,
                        List.of(),
                        (s, p, c) -> {
                            s.client().notice(Notice.info("hello"));
                            return new BatchRows(TestBatches.numbers(1).iterator());
                        })
                .answer(
                        "COPY t FROM STDIN",
                        List.of(),
                        List.of(),
                        (s, p, c) -> {
                            try (InputStream in = s.client().copyIn(2)) {
                                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                                return ResultStream.done(
                                        CommandTag.counted("COPY", text.lines().count()));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .answer(
                        "COPY t TO STDOUT",
                        List.of(),
                        List.of(),
                        (s, p, c) -> {
                            try (OutputStream out = s.client().copyOut(2)) {
                                out.write("1\tone\n".getBytes(StandardCharsets.UTF_8));
                                out.write("2\ttwo\n".getBytes(StandardCharsets.UTF_8));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            return ResultStream.done(CommandTag.counted("COPY", 2));
                        });
    }

    /** A statement that runs until it is canceled. */
    private ResultStream stuck(Cancellation cancellation) {
        return new ResultStream() {
            @Override
            public Batch next() {
                CountDownLatch canceled = new CountDownLatch(1);
                cancellation.onCancel(reason -> canceled.countDown());
                running.countDown();
                try {
                    canceled.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw cancellation.reason();
            }

            @Override
            public CommandTag tag() {
                return CommandTag.SELECT;
            }

            @Override
            public void close() {}
        };
    }

    private static long count(ResultSet rows) throws SQLException {
        long count = 0;
        while (rows.next()) {
            assertEquals(count, rows.getLong(1));
            count++;
        }
        return count;
    }

    private static PSQLException failure(Connection connection, String sql) {
        return assertThrows(PSQLException.class, () -> connection.createStatement().execute(sql));
    }

    @Test
    void rowsAndCounts() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertEquals(3, count(statement.executeQuery("SELECT n FROM few")));
            assertEquals(100_000, count(statement.executeQuery("SELECT n FROM many")));
            assertEquals(1, statement.executeUpdate("INSERT INTO t VALUES (1)"));
            assertEquals(5, statement.executeUpdate("DELETE FROM t"));
            assertEquals(0, statement.executeUpdate("CREATE TABLE t (a int)"));
            assertFalse(statement.execute(""));
            assertTrue(statement.execute("DELETE FROM t; SELECT n FROM few") == false);
            assertEquals(5, statement.getUpdateCount());
            assertTrue(statement.getMoreResults());
            assertEquals(3, count(statement.getResultSet()));
        }
    }

    @Test
    void cursorsByFetchSize() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement("SELECT n FROM many")) {
                statement.setFetchSize(777);
                assertEquals(100_000, count(statement.executeQuery()));
                statement.setMaxRows(1000);
                assertEquals(1000, count(statement.executeQuery()));
            }
            connection.commit();
            assertEquals(List.of("begin", "commit"), server.backend.events);
        }
    }

    @Test
    void cursorsBySql() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertEquals(
                    "25P01",
                    failure(connection, "DECLARE c CURSOR FOR SELECT n FROM few").getSQLState());
            connection.setAutoCommit(false);
            statement.execute("DECLARE c CURSOR FOR SELECT n FROM many");
            assertEquals(2, count(statement.executeQuery("FETCH 2 FROM c")));
            assertEquals(5000, statement.executeUpdate("MOVE FORWARD 5000 IN c"));
            try (ResultSet rows = statement.executeQuery("FETCH NEXT FROM c")) {
                assertTrue(rows.next());
                assertEquals(5002, rows.getLong(1));
                assertFalse(rows.next());
            }
            try (ResultSet rows = statement.executeQuery("FETCH ALL FROM c")) {
                long last = 0;
                while (rows.next()) {
                    last = rows.getLong(1);
                }
                assertEquals(99_999, last);
            }
            statement.execute("CLOSE c");
            assertEquals("34000", failure(connection, "FETCH NEXT FROM c").getSQLState());
            connection.rollback();
        }
    }

    @Test
    void errorsCarryTheirFields() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect()) {
            PSQLException unknown = failure(connection, "SELECT x FROM nowhere");
            assertEquals("42P01", unknown.getSQLState());
            assertEquals("some hint", unknown.getServerErrorMessage().getHint());
            assertEquals("some detail", unknown.getServerErrorMessage().getDetail());
            assertEquals(1, unknown.getServerErrorMessage().getPosition());
            assertEquals("42601", failure(connection, "SELEC 1").getSQLState());
            PSQLException bug = failure(connection, "SELECT n FROM bug");
            assertEquals("XX000", bug.getSQLState());
            assertFalse(bug.toString().contains("secret"));
            assertEquals("42704", failure(connection, "SHOW serch_path").getSQLState());
            assertTrue(
                    failure(connection, "SET serch_path TO a")
                            .getMessage()
                            .contains("search_path"));
            assertEquals(3, count(connection.createStatement().executeQuery("SELECT n FROM few")));
        }
    }

    @Test
    void transactionsFailAndRecover() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("DELETE FROM t");
            assertEquals("42P01", failure(connection, "SELECT x FROM nowhere").getSQLState());
            assertEquals("25P02", failure(connection, "SELECT n FROM few").getSQLState());
            connection.rollback();
            assertEquals(3, count(statement.executeQuery("SELECT n FROM few")));
            connection.commit();
            assertEquals(List.of("begin", "rollback", "begin", "commit"), server.backend.events);
            connection.setReadOnly(true);
            statement.executeQuery("SELECT n FROM few");
            assertEquals("25006", failure(connection, "DELETE FROM t").getSQLState());
            connection.rollback();
        }
    }

    @Test
    void severalStatementsAreOneTransaction() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect(Map.of("preferQueryMode", "simple"));
                Statement statement = connection.createStatement()) {
            server.backend.events.clear();
            statement.execute("DELETE FROM t; DELETE FROM t");
            assertEquals(List.of("begin implicit", "commit"), server.backend.events);
            server.backend.events.clear();
            failure(connection, "DELETE FROM t; SELECT x FROM nowhere; DELETE FROM t");
            assertEquals(List.of("begin implicit", "rollback"), server.backend.events);
            server.backend.events.clear();
            statement.execute("DELETE FROM t; BEGIN; DELETE FROM t; COMMIT; DELETE FROM t");
            assertEquals(
                    List.of("begin implicit", "commit", "begin implicit", "commit"),
                    server.backend.events);
        }
    }

    @Test
    void settingsFollowTheTransaction() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET query_group TO 'a'");
            connection.commit();
            statement.execute("SET query_group TO 'b'");
            connection.rollback();
            assertEquals("a", show(statement, "query_group"));
            statement.execute("SET LOCAL query_group TO 'c'");
            assertEquals("c", show(statement, "query_group"));
            connection.commit();
            assertEquals("a", show(statement, "query_group"));
            statement.execute("SET statement_timeout TO '90s'");
            assertEquals("90s", show(statement, "statement_timeout"));
            statement.execute("RESET statement_timeout");
            assertEquals("0", show(statement, "statement_timeout"));
            statement.execute("SET search_path TO \"my schema\", public");
            assertEquals("\"my schema\", public", show(statement, "search_path"));
            statement.execute("SET my.own TO 'x'");
            assertEquals("x", show(statement, "my.own"));
            assertTrue(count(statement, "SHOW ALL") > 40);
            connection.commit();
        }
    }

    private static String show(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + name)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static int count(Statement statement, String sql) throws SQLException {
        int count = 0;
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                count++;
            }
        }
        return count;
    }

    @Test
    void preparedBySqlAndBatches() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect(Map.of("prepareThreshold", "1"));
                Statement statement = connection.createStatement()) {
            statement.execute("PREPARE p AS SELECT n FROM few");
            assertEquals(3, count(statement.executeQuery("EXECUTE p")));
            statement.execute("DEALLOCATE p");
            assertEquals("26000", failure(connection, "EXECUTE p").getSQLState());
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO t VALUES (1)")) {
                for (int i = 0; i < 500; i++) {
                    insert.addBatch();
                }
                assertEquals(500, insert.executeBatch().length);
            }
            statement.execute("DISCARD ALL");
        }
    }

    @Test
    void cancelByTheDriver() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            Thread canceler =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            running.await();
                                            statement.cancel();
                                        } catch (InterruptedException | SQLException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
            SQLException error =
                    assertThrows(
                            SQLException.class,
                            () -> statement.executeQuery("SELECT n FROM stuck"));
            canceler.join();
            assertEquals("57014", error.getSQLState());
            assertEquals(3, count(statement.executeQuery("SELECT n FROM few")));
        }
    }

    @Test
    void statementTimeout() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout TO 20");
            PSQLException error = failure(connection, "SELECT n FROM stuck");
            assertEquals("57014", error.getSQLState());
            assertTrue(error.getMessage().contains("timeout"));
            assertEquals("57014", failure(connection, "SELECT n FROM endless").getSQLState());
        }
    }

    @Test
    void whatDriversAndToolsSet() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertEquals(
                    Connection.TRANSACTION_REPEATABLE_READ, connection.getTransactionIsolation());
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            statement.execute("SET TIME ZONE 'Europe/Berlin'");
            assertEquals("Europe/Berlin", show(statement, "TIME ZONE"));
            statement.execute("SET NAMES 'UTF8'");
            statement.execute("SET SESSION AUTHORIZATION DEFAULT");
            statement.execute("SET extra_float_digits = 3");
            statement.execute("SET application_name = 'tool'");
            assertEquals(
                    "tool",
                    connection.unwrap(PGConnection.class).getParameterStatus("application_name"));
            statement.execute("RESET ALL");
            assertEquals("UTC", show(statement, "timezone").replace("Etc/", ""));
            statement.execute("SET TRANSACTION READ ONLY");
            assertEquals("25P01", ((SQLException) statement.getWarnings()).getSQLState());
        }
    }

    @Test
    void notices() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT n FROM noisy");
            assertNotNull(statement.getWarnings());
            assertEquals("hello", statement.getWarnings().getMessage());
        }
    }

    @Test
    void copyBothWays() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertEquals(
                    100_000,
                    copy.copyIn("COPY t FROM STDIN", new StringReader("1\tx\n".repeat(100_000))));
            StringWriter target = new StringWriter();
            assertEquals(2, copy.copyOut("COPY t TO STDOUT", target));
            assertEquals("1\tone\n2\ttwo\n", target.toString());
            copy.copyIn("COPY t FROM STDIN").cancelCopy();
            assertEquals(3, count(connection.createStatement().executeQuery("SELECT n FROM few")));
        }
    }

    @Test
    void limitsAndRefusals() throws Exception {
        try (TestServer server = new TestServer(backend(), PgServerConfig.of("127.0.0.1", 0), 2)) {
            try (Connection first = server.connect();
                    Connection second = server.connect()) {
                PSQLException error = assertThrows(PSQLException.class, () -> server.connect());
                assertEquals("53300", error.getSQLState());
                assertTrue(first.isValid(1) && second.isValid(1));
            }
            assertTrue(server.registry.awaitClosed(Duration.ofSeconds(5)));
            server.connect().close();
        }
    }

    @Test
    void closingTheServerEndsRunningStatements() throws Exception {
        TestServer server = new TestServer(backend());
        try (Connection connection = server.connect()) {
            Thread closer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            running.await();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                        server.close();
                                    });
            assertEquals("57P01", failure(connection, "SELECT n FROM stuck").getSQLState());
            closer.join();
            assertTrue(server.backend.events.contains("close"));
        }
    }

    @Test
    void lostClientsAreCanceled() throws Exception {
        try (TestServer server = new TestServer(backend())) {
            Connection connection = server.connect();
            Thread reader =
                    Thread.ofVirtual().start(() -> failure(connection, "SELECT n FROM stuck"));
            running.await();
            connection.abort(Runnable::run);
            reader.join();
            assertTrue(server.registry.awaitClosed(Duration.ofSeconds(5)));
        }
    }

    @Test
    void portInUse() {
        try (TestServer server = new TestServer(backend())) {
            PgServer second =
                    new PgServer(
                            PgServerConfig.of("127.0.0.1", server.server.port()),
                            server.backend,
                            server.registry);
            String message = assertThrows(RuntimeException.class, second::start).getMessage();
            assertTrue(message.contains("already in use: stop the other server"), message);
        }
    }
}
