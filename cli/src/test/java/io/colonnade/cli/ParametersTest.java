package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

/**
 * Parameters in every place and of every type of the driver, unnamed and named statements, text and
 * binary, with the answers that PostgreSQL 15 gives (src/test/resources/sql/parameters.tsv).
 */
class ParametersTest {
    private static final Path CASES = Path.of("src/test/resources/sql/parameters.tsv");

    private static final String READ_TABLE =
            """
            CREATE TABLE pt(id INT, s VARCHAR(20), d DECIMAL(10,2), dt DATE, ts TIMESTAMP,
                b BOOLEAN, f FLOAT8, r REAL, tz TIMESTAMPTZ, tm TIME)
            """;

    private static final String ROWS =
            """
            INSERT INTO pt VALUES
            (1, 'ann', 1.5, '2020-01-01', '2020-01-01 00:00:00', true, 1.25, 1.1,
                '2020-01-01 00:00+00', '01:02:03'),
            (2, 'bob', 2.25, '2020-02-29', '2020-02-29 10:11:12.5', false, 2.5, 2.2,
                '2020-02-29 10:11:12.5+00', '10:11:12.5'),
            (3, null, null, null, null, null, null, null, null, null),
            (4, 'é', -3, '1999-12-31', '1999-12-31 23:59:59.999999', true, -1e300, -1e30,
                '1999-12-31 23:59:59.999999+00', '23:59:59.999999'),
            (5, '', 0, '1969-07-20', '1969-07-20 20:17:40', false, 0, 0,
                '1969-07-20 20:17:40+00', '00:00')
            """;

    private static final String WRITTEN_TABLE =
            """
            CREATE TABLE pw(id INT, s VARCHAR(20), d DECIMAL(10,2), dt DATE, ts TIMESTAMP,
                b BOOLEAN, f FLOAT8)
            """;

    @ParameterizedTest
    @ValueSource(strings = {"prepareThreshold=0", "prepareThreshold=1", "prepareThreshold=-1"})
    void answersAreThoseOfPostgres(String mode) throws IOException, SQLException {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        ServerAddress address = TestWarehouse.open().address();
        String url =
                "jdbc:postgresql://"
                        + address.host()
                        + ":"
                        + address.port()
                        + "/dev?user=admin&"
                        + mode;
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA parameters");
            statement.execute("SET search_path = parameters");
            statement.execute(READ_TABLE);
            statement.execute(ROWS);
            statement.execute(WRITTEN_TABLE);
            for (String line : Files.readAllLines(CASES)) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t", -1);
                    expected.add(line);
                    actual.add(
                            parts[0]
                                    + "\t"
                                    + parts[1]
                                    + "\t"
                                    + answer(connection, parts[0], parts[1]));
                }
            }
            statement.execute("DROP SCHEMA parameters CASCADE");
        } finally {
            TimeZone.setDefault(zone);
        }
        assertEquals(String.join("\n", expected), String.join("\n", actual));
    }

    private static String answer(Connection connection, String sql, String parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            String first = result(statement);
            if (!sql.startsWith("select")) {
                return first;
            }
            bind(statement, parameters);
            assertEquals(first, result(statement), () -> "run again: " + sql);
            return first;
        } catch (SQLException e) {
            return "ERR " + e.getSQLState();
        }
    }

    private static void bind(PreparedStatement statement, String parameters) throws SQLException {
        if (parameters.isEmpty()) {
            return;
        }
        String[] all = parameters.split(" ~ ", -1);
        for (int i = 0; i < all.length; i++) {
            int blank = all[i].indexOf(' ');
            String type = all[i].substring(0, blank);
            String text = all[i].substring(blank + 1);
            if (type.equals("null")) {
                statement.setNull(i + 1, JDBCType.valueOf(text).getVendorTypeNumber());
            } else {
                statement.setObject(i + 1, value(type, text));
            }
        }
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "Integer" -> Integer.valueOf(text);
            case "Long" -> Long.valueOf(text);
            case "Short" -> Short.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "Float" -> Float.valueOf(text);
            case "BigDecimal" -> new BigDecimal(text);
            case "Boolean" -> Boolean.valueOf(text);
            case "Date" -> Date.valueOf(text);
            case "Time" -> Time.valueOf(text);
            case "Timestamp" -> Timestamp.valueOf(text);
            case "LocalDate" -> LocalDate.parse(text);
            case "LocalTime" -> LocalTime.parse(text);
            case "LocalDateTime" -> LocalDateTime.parse(text);
            case "OffsetDateTime" -> OffsetDateTime.parse(text);
            default -> text;
        };
    }

    private static String result(PreparedStatement statement) throws SQLException {
        if (!statement.execute()) {
            return "n=" + statement.getUpdateCount();
        }
        StringBuilder rows = new StringBuilder();
        try (ResultSet result = statement.getResultSet()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                for (int i = 1; i <= columns; i++) {
                    rows.append(i > 1 ? "|" : "").append(shown(result.getObject(i), result, i));
                }
                rows.append(';');
            }
        }
        return rows.toString();
    }

    private static String shown(Object value, ResultSet result, int column) throws SQLException {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            default -> result.getString(column);
        };
    }
}
