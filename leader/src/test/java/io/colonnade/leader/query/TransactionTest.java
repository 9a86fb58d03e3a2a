package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What two sessions with open transactions see of each other, and which of them may commit. */
class TransactionTest {
    @TempDir private static Path folder;

    private static TestLeader leader;

    private Connection one;
    private Connection two;

    @BeforeAll
    static void start() {
        leader = new TestLeader(folder);
    }

    @AfterAll
    static void stop() {
        leader.close();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        one = leader.connect();
        two = leader.connect();
        TestLeader.run(
                one,
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (k INTEGER, v INTEGER) SORTKEY (k)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 100) AS n");
    }

    @AfterEach
    void disconnect() throws SQLException {
        one.close();
        two.close();
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        TestLeader.run(connection, statements);
    }

    private static String value(Connection connection, String sql) throws SQLException {
        return String.join(",", TestLeader.rows(connection, sql));
    }

    private static ServerErrorMessage fails(Connection connection, String sql) {
        PSQLException error =
                (PSQLException)
                        assertThrows(SQLException.class, () -> TestLeader.run(connection, sql));
        return error.getServerErrorMessage();
    }

    @Test
    void differentRowsOfOneSegmentDoNotConflict() throws SQLException {
        run(one, "BEGIN", "UPDATE t SET v = 1 WHERE k = 1");
        run(two, "BEGIN", "UPDATE t SET v = 2 WHERE k = 2", "DELETE FROM t WHERE k = 3");
        run(one, "COMMIT");
        run(two, "COMMIT");
        assertEquals("1|1,2|2", value(one, "SELECT k, v FROM t WHERE k <= 3 ORDER BY k"));
        assertEquals("99", value(one, "SELECT count(*) FROM t"));
    }

    @Test
    void theSecondToUpdateARowFails() throws SQLException {
        run(one, "BEGIN", "UPDATE t SET v = 1 WHERE k = 7");
        run(two, "BEGIN", "UPDATE t SET v = v + 2 WHERE k = 7");
        run(one, "COMMIT");
        ServerErrorMessage error = fails(two, "COMMIT");
        assertEquals("40001", error.getSQLState());
        assertEquals("could not serialize access due to concurrent update", error.getMessage());
        assertTrue(
                error.getDetail().contains("This statement: UPDATE t SET v = v + 2 WHERE k = 7."),
                error.getDetail());
        assertTrue(
                error.getDetail().contains(": UPDATE t SET v = 1 WHERE k = 7."), error.getDetail());
        assertEquals("The transaction might succeed if retried.", error.getHint());
        assertEquals("1", value(two, "SELECT v FROM t WHERE k = 7"));
    }

    @Test
    void aConcurrentDeleteIsNamedSo() throws SQLException {
        run(one, "BEGIN", "DELETE FROM t WHERE k = 7");
        run(two, "BEGIN", "UPDATE t SET v = v + 2 WHERE k > 5");
        run(one, "COMMIT");
        ServerErrorMessage error = fails(two, "COMMIT");
        assertEquals("could not serialize access due to concurrent delete", error.getMessage());
    }

    @Test
    void insertsNeverConflict() throws SQLException {
        run(one, "BEGIN", "INSERT INTO t SELECT count(*), 1 FROM t");
        run(two, "BEGIN", "INSERT INTO t SELECT count(*), 2 FROM t", "DELETE FROM t WHERE k = 1");
        run(one, "COMMIT");
        run(two, "COMMIT");
        assertEquals("1,2", value(one, "SELECT v FROM t WHERE k = 100 AND v > 0 ORDER BY v"));
    }

    @Test
    void aSnapshotDoesNotMove() throws SQLException {
        run(one, "BEGIN");
        assertEquals("0", value(one, "SELECT sum(v) FROM t"));
        run(two, "UPDATE t SET v = 5 WHERE k = 1");
        assertEquals("0", value(one, "SELECT sum(v) FROM t"));
        run(one, "UPDATE t SET v = 7 WHERE k = 2");
        assertEquals("7", value(one, "SELECT sum(v) FROM t"));
        run(one, "COMMIT");
        assertEquals("12", value(one, "SELECT sum(v) FROM t"));
    }

    @Test
    void writeSkewIsAllowedUnderSnapshotAndNotUnderSerializable() throws SQLException {
        String readAll = "SELECT sum(v) FROM t";
        run(one, "BEGIN", readAll, "UPDATE t SET v = 1 WHERE k = 1");
        run(two, "BEGIN", readAll, "UPDATE t SET v = 1 WHERE k = 2");
        run(one, "COMMIT");
        run(two, "COMMIT");
        String begin = "BEGIN ISOLATION LEVEL SERIALIZABLE";
        run(one, begin, readAll, "UPDATE t SET v = 2 WHERE k = 1");
        run(two, begin, readAll, "UPDATE t SET v = 2 WHERE k = 2");
        run(one, "COMMIT");
        ServerErrorMessage error = fails(two, "COMMIT");
        assertEquals("40001", error.getSQLState());
        assertEquals(
                "could not serialize access due to read/write dependencies among transactions",
                error.getMessage());
        assertTrue(error.getDetail().contains("UPDATE t SET v = 2 WHERE k = 1"), error.getDetail());
    }

    @Test
    void serializableWritersOfDifferentKeysBothCommit() throws SQLException {
        String begin = "BEGIN ISOLATION LEVEL SERIALIZABLE";
        run(one, begin, "SELECT v FROM t WHERE k BETWEEN 1 AND 10");
        run(two, begin, "SELECT v FROM t WHERE k BETWEEN 11 AND 20");
        run(one, "UPDATE t SET v = 1 WHERE k = 5", "DELETE FROM t WHERE k = 6");
        run(two, "UPDATE t SET v = 2 WHERE k = 15", "INSERT INTO t VALUES (12, 3)");
        run(one, "COMMIT");
        run(two, "COMMIT");
        assertEquals("6", value(one, "SELECT sum(v) FROM t"));
    }

    @Test
    void aPhantomFailsASerializableTransaction() throws SQLException {
        run(
                one,
                "BEGIN ISOLATION LEVEL SERIALIZABLE",
                "SELECT count(*) FROM t WHERE k > 1000",
                "INSERT INTO t VALUES (1, 1)");
        run(two, "INSERT INTO t SELECT 1001, 1 FROM t WHERE k = 1");
        assertEquals("40001", fails(one, "COMMIT").getSQLState());
        run(one, "BEGIN ISOLATION LEVEL SERIALIZABLE", "SELECT count(*) FROM t");
        run(two, "DELETE FROM t WHERE k = 1001");
        run(one, "SELECT count(*) FROM t", "COMMIT");
    }

    @Test
    void theLevelCanBeSetInEveryWay() throws SQLException {
        String show = "SHOW transaction_isolation";
        assertEquals("snapshot", value(one, show));
        run(one, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        assertEquals("serializable", value(one, show));
        run(two, "BEGIN", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        assertEquals("serializable", value(two, show));
        run(two, "SELECT sum(v) FROM t", "INSERT INTO t VALUES (1, 1)");
        run(one, "BEGIN", "SELECT sum(v) FROM t", "INSERT INTO t VALUES (1, 1)", "COMMIT");
        assertEquals("40001", fails(two, "COMMIT").getSQLState());
        assertEquals("snapshot", value(two, show));
        run(one, "SET default_transaction_isolation = 'read committed'");
        run(one, "BEGIN");
        assertEquals("read committed", value(one, show));
        value(one, "SELECT sum(v) FROM t");
        run(two, "INSERT INTO t VALUES (1, 1)");
        assertEquals("1", value(one, "SELECT sum(v) FROM t"));
        run(one, "COMMIT");
        assertEquals("2", value(one, "SELECT sum(v) FROM t"));
    }

    @Test
    void aFailedStatementUndoesTheTransaction() throws SQLException {
        run(one, "BEGIN", "UPDATE t SET v = 1 WHERE k = 1");
        assertEquals("22012", fails(one, "UPDATE t SET v = 1 / (k - 50)").getSQLState());
        assertEquals("25P02", fails(one, "SELECT 1").getSQLState());
        assertEquals("25P02", fails(one, "INSERT INTO t VALUES (1, 1)").getSQLState());
        run(one, "COMMIT");
        assertEquals("0", value(one, "SELECT sum(v) FROM t"));
    }

    @Test
    void statementsOfOneMessageAreOneTransaction() throws SQLException {
        String several = "UPDATE t SET v = 1 WHERE k = 1; INSERT INTO t VALUES (200, 2); SELECT 1";
        run(one, several);
        assertEquals("3", value(two, "SELECT sum(v) FROM t"));
        ServerErrorMessage error =
                fails(one, "DELETE FROM t WHERE k < 50; SELECT 1 / (count(*) - 52) FROM t");
        assertEquals("22012", error.getSQLState());
        assertEquals("101", value(two, "SELECT count(*) FROM t"));
    }

    @Test
    void whatIsNotThereSaysSo() throws SQLException {
        run(one, "BEGIN");
        assertEquals("0A000", fails(one, "SAVEPOINT a").getSQLState());
        run(one, "ROLLBACK", "BEGIN");
        assertEquals("0A000", fails(one, "ROLLBACK TO SAVEPOINT a").getSQLState());
        run(one, "ROLLBACK");
        assertEquals(List.of("100"), TestLeader.rows(one, "SELECT count(*) FROM t"));
    }
}
