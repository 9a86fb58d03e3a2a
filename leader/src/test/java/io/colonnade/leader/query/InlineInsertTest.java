package io.colonnade.leader.query;

import static io.colonnade.leader.query.TestLeader.rows;
import static io.colonnade.leader.query.TestLeader.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Small INSERTs, whose rows are in the log. */
class InlineInsertTest {
    @TempDir Path folder;
    private TestLeader leader;
    private Connection session;

    @BeforeEach
    void start() throws SQLException {
        leader = new TestLeader(folder);
        session = leader.connect();
        run(session, "CREATE TABLE t (a INT DISTKEY, b VARCHAR(20))");
    }

    @AfterEach
    void stop() throws SQLException {
        session.close();
        leader.close();
    }

    private String contents() throws SQLException {
        return rows(session, "SELECT a, b FROM t ORDER BY a, b").toString();
    }

    private String segments() throws SQLException {
        return rows(session, "SELECT segments FROM svv_table_info WHERE \"table\" = 't'").get(0);
    }

    @Test
    void rowsAreThereAtOnceAndAfterARestart() throws SQLException {
        for (int i = 0; i < 70; i++) {
            run(session, "INSERT INTO t VALUES (" + i + ", 'x')");
        }
        assertEquals("2", segments(), "one growing segment per slice");
        assertEquals(List.of("70|2415"), rows(session, "SELECT count(*), sum(a) FROM t"));
        session.close();
        leader.restart();
        session = leader.connect();
        assertEquals(List.of("70|2415"), rows(session, "SELECT count(*), sum(a) FROM t"));
        run(session, "INSERT INTO t VALUES (100, NULL)");
        assertEquals("2", segments());
        assertEquals(List.of("71|2515"), rows(session, "SELECT count(*), sum(a) FROM t"));
    }

    @Test
    void aTransactionSeesAndChangesItsOwnRows() throws SQLException {
        run(session, "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        try (Connection other = leader.connect()) {
            run(session, "BEGIN", "INSERT INTO t VALUES (3, 'c'), (4, 'd')");
            run(other, "INSERT INTO t VALUES (5, 'e')");
            assertEquals("[1|a, 2|b, 3|c, 4|d]", contents());
            run(session, "DELETE FROM t WHERE a IN (2, 3)");
            assertEquals("[1|a, 4|d]", contents());
            run(session, "INSERT INTO t VALUES (6, 'f')", "UPDATE t SET b = 'u' WHERE a > 3");
            assertEquals("[1|a, 4|u, 6|u]", contents());
            assertEquals(List.of("3"), rows(other, "SELECT count(*) FROM t"));
            run(session, "COMMIT");
        }
        assertEquals("[1|a, 4|u, 5|e, 6|u]", contents());
        run(session, "DELETE FROM t WHERE a = 5", "UPDATE t SET a = 7 WHERE a = 1");
        assertEquals("[4|u, 6|u, 7|a]", contents());
    }

    @Test
    void aRollbackLeavesNothing() throws SQLException {
        run(session, "INSERT INTO t VALUES (1, 'a')", "BEGIN", "INSERT INTO t VALUES (2, 'b')");
        run(session, "DELETE FROM t", "INSERT INTO t VALUES (3, 'c')", "ROLLBACK");
        assertEquals("[1|a]", contents());
    }

    @Test
    void whatIsRemovedMeanwhileIsOnlyWhatWasSeen() throws SQLException {
        run(session, "INSERT INTO t VALUES (1, 'a')", "BEGIN", "TRUNCATE t");
        try (Connection other = leader.connect()) {
            run(other, "INSERT INTO t VALUES (1, 'later')");
        }
        run(session, "COMMIT");
        assertEquals("[1|later]", contents());
        run(session, "VACUUM t");
        assertEquals("[1|later]", contents());
        run(session, "ALTER TABLE t ADD COLUMN c INT DEFAULT 7", "INSERT INTO t VALUES (2, 'b')");
        assertEquals(List.of("1|later|7", "2|b|7"), rows(session, "SELECT * FROM t ORDER BY a"));
    }

    @Test
    void errorsAreThoseOfTheLongWay() throws SQLException {
        run(session, "CREATE TABLE n (a SMALLINT NOT NULL, b VARCHAR(2), c DECIMAL(3, 1))");
        for (String values :
                List.of(
                        "NULL, 'x', 1",
                        "1, 'abc', 1",
                        "70000, 'x', 1",
                        "1, 'x', 100",
                        "'y', 'x', 1")) {
            SQLException shortWay = failure("INSERT INTO n VALUES (" + values + ")");
            SQLException longWay =
                    failure("INSERT INTO n SELECT * FROM (VALUES (" + values + ")) v");
            assertEquals(longWay.getSQLState(), shortWay.getSQLState(), values);
        }
        run(session, "INSERT INTO n VALUES (1, 'ab  ', 1.25), ('2', NULL, '3')");
        assertEquals(
                List.of("1|ab|1.3", "2|null|3.0"), rows(session, "SELECT * FROM n ORDER BY a"));
    }

    /** Constants by the plan of their shape against the same constants behind a SELECT. */
    @Test
    void constantsOfAShapeMeanTheSame() throws SQLException {
        List<String> types =
                List.of(
                        "SMALLINT",
                        "INT",
                        "BIGINT",
                        "DECIMAL(5, 2)",
                        "DECIMAL(30, 3)",
                        "REAL",
                        "FLOAT8",
                        "BOOLEAN",
                        "CHAR(4)",
                        "VARCHAR(4)",
                        "DATE",
                        "TIME",
                        "TIMESTAMP",
                        "TIMESTAMPTZ");
        List<String> constants =
                List.of(
                        "1",
                        "-7",
                        "32768",
                        "2147483648",
                        "9223372036854775807",
                        "1.5",
                        "-1.005",
                        "2.675",
                        "0.0000000001234",
                        "1e2",
                        "1.1e-3",
                        "NULL",
                        "TRUE",
                        "'t'",
                        "'12'",
                        "' 5 '",
                        "'1.255'",
                        "'abcd'",
                        "'abcd  '",
                        "'abcde'",
                        "''",
                        "'2024-02-30'",
                        "'2024-02-29'",
                        "'2024-02-29 12:00:01.5'",
                        "'12:30'",
                        "'1e3'",
                        "'NaN'",
                        "'2024-02-29 12:00:00+02'",
                        "'ééé'");
        for (int i = 0; i < types.size(); i++) {
            run(
                    session,
                    "CREATE TABLE s" + i + " (v " + types.get(i) + ")",
                    "CREATE TABLE l" + i + " (v " + types.get(i) + ")");
            for (String constant : constants) {
                assertEquals(
                        outcome("l" + i, "SELECT * FROM (VALUES (" + constant + ")) x"),
                        outcome("s" + i, "VALUES (" + constant + ")"),
                        constant + " as " + types.get(i));
            }
        }
    }

    /** The rows of the table after the INSERT, or the error; the table is empty again then. */
    private String outcome(String table, String source) throws SQLException {
        try {
            run(session, "INSERT INTO " + table + " " + source);
            return rows(session, "SELECT v, octet_length(v::varchar) FROM " + table).toString();
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage().replaceAll("\n.*", "");
        } finally {
            run(session, "DELETE FROM " + table);
        }
    }

    private SQLException failure(String sql) {
        return assertThrows(SQLException.class, () -> run(session, sql), sql);
    }

    @Test
    void preparedAndPlainTextStoreTheSame() throws SQLException {
        try (PreparedStatement insert = session.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 0; i < 20; i++) {
                insert.setInt(1, i);
                insert.setString(2, "text" + i);
                assertEquals(1, insert.executeUpdate());
            }
        }
        for (int i = 0; i < 20; i++) {
            run(session, "INSERT INTO t (b, a) VALUES ('text" + i + "', " + i + ")");
        }
        assertEquals(
                List.of("20|2"),
                rows(
                        session,
                        "SELECT count(*), max(n) FROM (SELECT a, b, count(*) n FROM t GROUP BY a,"
                                + " b) x"));
    }
}
