package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.DuckDb;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries in the shapes of TPC-DS over a few rows, the same text to Colonnade and to DuckDB. {@code
 * -Dseed=} makes other rows.
 */
class TpcdsAnswersTest {
    private static final long SEED = Long.getLong("seed", 20_261_120);

    /** Quotients have fewer digits here than DuckDB's doubles. */
    private static final double TOLERANCE = 2e-3;

    @Test
    void answersAreThoseOfDuckDb() throws IOException, SQLException {
        TpcdsData data = new TpcdsData(SEED);
        List<String> failures = new ArrayList<>();
        int empty = 0;
        try (DuckDb duckDb = DuckDb.inMemory(2);
                Connection connection = TestWarehouse.open().connect();
                Statement statement = connection.createStatement();
                Statement other = duckDb.connection().createStatement()) {
            statement.execute("CREATE SCHEMA tpcds");
            statement.execute("SET search_path TO tpcds");
            other.execute("SET integer_division = true");
            data.load(statement::execute);
            data.load(other::execute);
            statement.execute("ANALYZE");
            for (Map.Entry<String, String> query : data.queries().entrySet()) {
                String sql = query.getValue().replaceAll("\\s+limit 100$", "");
                List<Object[]> expected = rows(other, sql);
                empty += expected.isEmpty() ? 1 : 0;
                try {
                    String difference = difference(expected, rows(statement, sql));
                    if (difference != null) {
                        failures.add("query " + query.getKey() + ": " + difference);
                    }
                } catch (SQLException e) {
                    failures.add("query " + query.getKey() + ": " + ErrorText.oneLine(e));
                }
            }
            statement.execute("DROP SCHEMA tpcds CASCADE");
        }
        System.out.println(
                "TPC-DS: "
                        + data.queries().size()
                        + " queries, "
                        + empty
                        + " without rows, seed "
                        + SEED);
        assertEquals("", String.join("\n", failures));
        assertTrue(empty * 4 <= data.queries().size(), empty + " queries have no rows");
    }

    private static List<Object[]> rows(Statement statement, String sql) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int c = 0; c < columns; c++) {
                    Object value = result.getObject(c + 1);
                    row[c] =
                            value instanceof Number n
                                    ? (Object) n.doubleValue()
                                    : value == null ? null : value.toString().stripTrailing();
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Each expected row has one of its own that is like it; rows of the same texts are tried. */
    private static String difference(List<Object[]> expected, List<Object[]> actual) {
        if (expected.size() != actual.size()) {
            return actual.size() + " rows instead of " + expected.size();
        }
        Map<String, List<Object[]>> byTexts = new HashMap<>();
        actual.forEach(
                row -> byTexts.computeIfAbsent(texts(row), key -> new ArrayList<>()).add(row));
        for (Object[] row : expected) {
            List<Object[]> candidates = byTexts.getOrDefault(texts(row), List.of());
            int found = -1;
            for (int i = 0; found < 0 && i < candidates.size(); i++) {
                found = isLike(row, candidates.get(i)) ? i : -1;
            }
            if (found < 0) {
                return "no row like "
                        + List.of(java.util.Arrays.toString(row))
                        + (candidates.isEmpty()
                                ? ""
                                : " but " + java.util.Arrays.toString(candidates.getFirst()));
            }
            candidates.remove(found);
        }
        return null;
    }

    private static String texts(Object[] row) {
        StringBuilder texts = new StringBuilder();
        for (Object value : row) {
            texts.append(value instanceof Double ? "#" : String.valueOf(value)).append('|');
        }
        return texts.toString();
    }

    private static boolean isLike(Object[] first, Object[] second) {
        for (int c = 0; c < first.length; c++) {
            if (first[c] instanceof Double a && second[c] instanceof Double b) {
                if (!(Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a)))) {
                    return false;
                }
            }
        }
        return true;
    }
}
