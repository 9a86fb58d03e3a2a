package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What clients are told: code, position, hint; and statements that are too much for one server. */
class StatementErrorsTest {
    @TempDir private static Path folder;

    private static TestLeader leader;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        leader = new TestLeader(folder);
        connection = leader.connect();
        TestLeader.run(
                connection,
                "CREATE TABLE customers (customer_id INTEGER, name VARCHAR(20), amount BIGINT)",
                "INSERT INTO customers VALUES (1, 'one', 10), (2, 'two', 20)");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        leader.close();
    }

    private static ServerErrorMessage failure(String sql) {
        PSQLException error =
                assertThrows(PSQLException.class, () -> TestLeader.run(connection, sql), sql);
        ServerErrorMessage message = error.getServerErrorMessage();
        assertTrue(message != null, "not an answer of the server: " + error);
        return message;
    }

    private static void check(String sql, String code, String at, String hint) {
        ServerErrorMessage error = failure(sql);
        assertEquals(code, error.getSQLState(), sql + ": " + error);
        assertEquals(at == null ? 0 : sql.indexOf(at) + 1, error.getPosition(), sql + ": " + error);
        if (hint != null) {
            assertTrue(
                    error.getHint() != null && error.getHint().contains(hint),
                    sql + ": " + error.getHint());
        }
    }

    @Test
    void namesAndPositions() {
        check("SELECT * FROM custmers", "42P01", "custmers", "customers");
        check("SELECT custmer_id FROM customers", "42703", "custmer_id", "customer_id");
        check("SELECT c.nam FROM customers c", "42703", "nam", "name");
        check("SELECT name, count(*) FROM customers", "42803", "name", null);
        check("SELECT lenght(name) FROM customers", "42883", "lenght", "length");
        check("SELEC 1", "42601", "SELEC", "SELECT");
        check("SELECT 1 FROM customers WERE amount > 1", "42601", "amount", null);
        check("SELECT * FROM customers ORDER amount", "42601", "amount", null);
        check("INSERT INTO customers (nmae) VALUES ('x')", "42703", "nmae", "name");
        check("DROP TABLE custmers", "42P01", "custmers", "customers");
    }

    @Test
    void valuesThatDoNotFit() {
        check("SELECT 1 / (amount - 10) FROM customers", "22012", null, null);
        check("SELECT CAST(name AS INTEGER) FROM customers", "22P02", null, null);
        check("INSERT INTO customers VALUES (99999999999, 'x', 1)", "22003", null, null);
        assertEquals(
                "22001",
                failure("INSERT INTO customers VALUES (1, '" + "x".repeat(21) + "', 1)")
                        .getSQLState());
    }

    private static String nested(int levels) {
        return "SELECT " + "(1 + ".repeat(levels) + "1" + ")".repeat(levels);
    }

    @Test
    void deepNestingEndsTheStatementOnly() throws SQLException {
        String columns = nested(400).replaceFirst("1\\)", "amount)") + " FROM customers";
        assertEquals(List.of("410", "420"), TestLeader.rows(connection, columns));
        for (int levels : new int[] {1_000, 20_000}) {
            assertEquals("54001", failure(nested(levels)).getSQLState());
            assertEquals(
                    "54001",
                    failure(
                                    "SELECT * FROM ".repeat(1)
                                            + "(SELECT * FROM ".repeat(levels)
                                            + "customers"
                                            + ") x".repeat(levels))
                            .getSQLState());
        }
        assertEquals(List.of("2"), TestLeader.rows(connection, "SELECT count(*) FROM customers"));
    }

    @Test
    void longChainsWork() throws SQLException {
        String chain =
                "SELECT count(*) FROM customers WHERE "
                        + IntStream.range(0, 2_000)
                                .mapToObj(i -> "amount = " + i)
                                .collect(Collectors.joining(" OR "));
        assertEquals(List.of("2"), TestLeader.rows(connection, chain));
    }

    @Test
    void longListsWork() throws SQLException {
        String items =
                IntStream.range(0, 5_000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        String sql = "SELECT count(*) FROM customers WHERE amount IN (" + items + ")";
        assertEquals(List.of("2"), TestLeader.rows(connection, sql));
        String rows =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "(" + i + ", 'n" + i + "', " + i + ")")
                        .collect(Collectors.joining(", "));
        TestLeader.run(
                connection,
                "CREATE TABLE bulk (a INTEGER, b VARCHAR(10), c BIGINT)",
                "INSERT INTO bulk VALUES " + rows);
        assertEquals(
                List.of("5000|12497500"),
                TestLeader.rows(connection, "SELECT count(*), sum(c) FROM bulk"));
    }

    @Test
    void aLargeLiteralWorksOrIsRefused() throws SQLException {
        String text = "x".repeat(10 << 20);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT length('" + text + "')")) {
            try (ResultSet rows = statement.executeQuery()) {
                assertEquals(List.of(Integer.toString(text.length())), TestLeader.rows(rows));
            }
        }
        assertEquals(List.of("2"), TestLeader.rows(connection, "SELECT count(*) FROM customers"));
    }
}
