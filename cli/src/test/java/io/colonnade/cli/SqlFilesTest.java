package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Statements with the answers that PostgreSQL 15 gives, from the files in src/test/resources/sql.
 * Where Redshift's rules differ (scale of quotients, text lengths in bytes, NULL in CONCAT), the
 * answers are by those.
 */
class SqlFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/sql");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(path -> path.toString().endsWith(".test")).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void answersAreThoseOfPostgres(Path path) throws IOException, SQLException {
        SqlFile file = SqlFile.read(path);
        List<String> failures = new ArrayList<>();
        String schema = "file_" + file.name().replaceAll("\\W.*", "");
        ServerAddress address = TestWarehouse.open().address();
        try (Connection connection = address.connect(file.name(), true);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
            statement.execute("SET search_path = " + schema);
            statement.execute("SET timezone = 'UTC'");
            for (SqlFile.Entry entry : file.entries()) {
                String difference = difference(statement, entry);
                if (difference != null) {
                    failures.add(
                            file.name()
                                    + ":"
                                    + entry.line()
                                    + ": "
                                    + entry.sql()
                                    + "\n"
                                    + difference);
                }
            }
            statement.execute("DROP SCHEMA " + schema + " CASCADE");
        }
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }

    /** What is wrong with the answer, or null. */
    private static String difference(Statement statement, SqlFile.Entry entry) throws SQLException {
        List<String> rows;
        try {
            rows = rows(statement, entry.sql());
        } catch (SQLException e) {
            return e.getSQLState().equals(entry.error())
                    ? null
                    : "  failed: " + e.getSQLState() + " " + e.getMessage();
        }
        if (entry.error() != null) {
            return "  expected the error " + entry.error() + ", got " + rows;
        }
        if (entry.sorted()) {
            Collections.sort(rows);
        }
        return entry.rows() == null || entry.rows().equals(rows)
                ? null
                : "  expected " + entry.rows() + "\n  got      " + rows;
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        if (!statement.execute(sql)) {
            return rows;
        }
        try (ResultSet result = statement.getResultSet()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String value = result.getString(i);
                    values.add(value == null ? "NULL" : value);
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }
}
