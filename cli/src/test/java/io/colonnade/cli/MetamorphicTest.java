package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Queries whose answers must agree with each other, whatever the data: every row makes a condition
 * true, false or unknown (ternary logic partitioning, Rigger and Su 2020), and a filter keeps as
 * many rows as make its condition true when it is computed as a value (NoREC, same authors). Run
 * again with -Dseed=N and -Dqueries=N.
 */
class MetamorphicTest {
    private static final long SEED = Long.getLong("seed", 7);
    private static final int QUERIES = Integer.getInteger("queries", 120);
    private static final int DEPTH = 3;

    /** Most queries that may be refused; more would mean that little is tested. */
    private static final int REFUSED_PERCENT = 10;

    private final RandomPredicates generator = new RandomPredicates(new Random(SEED));
    private Connection connection;
    private Statement statement;
    private int refused;

    @BeforeEach
    void createTables() throws IOException, SQLException {
        connection = TestWarehouse.open().address().connect("metamorphic", true);
        statement = connection.createStatement();
        statement.execute("CREATE SCHEMA metamorphic");
        statement.execute("SET search_path = metamorphic");
        for (String table : RandomPredicates.TABLES) {
            statement.execute(generator.create(table));
            statement.execute(generator.insert(table, 13));
            statement.execute(generator.insert(table, 4));
        }
    }

    @AfterEach
    void dropTables() throws SQLException {
        statement.execute("DROP SCHEMA metamorphic CASCADE");
        connection.close();
    }

    @Test
    void everyRowIsTrueFalseOrUnknown() throws SQLException {
        for (int i = 0; i < QUERIES; i++) {
            String from = generator.from();
            List<String> aliases = from.contains(" y") ? List.of("x", "y") : List.of("x");
            String select = "SELECT x.a, x.s, x.d" + (aliases.size() > 1 ? ", y.a, y.t" : "");
            String condition = generator.predicate(aliases, DEPTH);
            List<String> all = rows(select + " FROM " + from);
            List<String> parts = new ArrayList<>();
            boolean complete = all != null;
            for (String part :
                    List.of(condition, "NOT (" + condition + ")", "(" + condition + ") IS NULL")) {
                List<String> rows = rows(select + " FROM " + from + " WHERE " + part);
                complete &= rows != null;
                parts.addAll(rows == null ? List.of() : rows);
            }
            if (complete) {
                Collections.sort(all);
                Collections.sort(parts);
                assertEquals(all, parts, "seed " + SEED + ": FROM " + from + " WHERE " + condition);
            }
        }
        assertFewRefused(QUERIES * 4);
    }

    @Test
    void filtersKeepWhatIsTrue() throws SQLException {
        for (int i = 0; i < QUERIES; i++) {
            String from = generator.from();
            List<String> aliases = from.contains(" y") ? List.of("x", "y") : List.of("x");
            String condition = generator.predicate(aliases, DEPTH);
            List<String> filtered = rows("SELECT COUNT(*) FROM " + from + " WHERE " + condition);
            List<String> counted =
                    rows(
                            "SELECT COALESCE(SUM(CASE WHEN "
                                    + condition
                                    + " THEN 1 ELSE 0 END), 0) FROM "
                                    + from);
            if (filtered != null && counted != null) {
                assertEquals(
                        counted,
                        filtered,
                        "seed " + SEED + ": FROM " + from + " WHERE " + condition);
            }
        }
        assertFewRefused(QUERIES * 2);
    }

    private void assertFewRefused(int statements) {
        assertTrue(
                refused * 100 <= statements * REFUSED_PERCENT,
                refused + " of " + statements + " statements are not supported");
    }

    /** The rows as text; null when the statement is not supported. */
    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(result.getString(i)).append('|');
                }
                rows.add(row.toString());
            }
        } catch (SQLException e) {
            if (e.getSQLState().equals("0A000")) {
                refused++;
                return null;
            }
            throw new SQLException(sql, e.getSQLState(), e);
        }
        return rows;
    }
}
