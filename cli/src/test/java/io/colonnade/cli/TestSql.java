package io.colonnade.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements of tests that want no more than their effect or one value. Stateless. */
final class TestSql {
    private TestSql() {}

    /** Runs statements, one after the other. */
    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first value of the first row. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The first row, its values separated by bars. */
    static String row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            StringBuilder row = new StringBuilder(String.valueOf(rows.getString(1)));
            for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
                row.append('|').append(rows.getString(i));
            }
            return row.toString();
        }
    }
}
