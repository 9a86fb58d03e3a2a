package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.leader.session.ResultColumn;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Values of every type through pgjdbc: results and parameters, as text and as binary. */
class DriverTypesTest {
    private static final String SQL = "SELECT all_types FROM t";

    private static final LocalDateTime STAMP = LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123456000);

    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.BOOLEAN,
                    SqlType.SMALLINT,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SqlType.decimal(15, 2),
                    SqlType.decimal(38, 6),
                    SqlType.REAL,
                    SqlType.DOUBLE,
                    SqlType.DATE,
                    SqlType.TIME,
                    SqlType.TIMESTAMP,
                    SqlType.TIMESTAMPTZ,
                    SqlType.character(5),
                    SqlType.varchar(20),
                    SqlType.INTERVAL_MONTH,
                    SqlType.INTERVAL_MICROS);

    private static final List<Object> ROW =
            List.of(
                    true,
                    -7,
                    42,
                    Long.MIN_VALUE,
                    new BigDecimal("-1234567.05"),
                    new BigDecimal("12345678901234567890123456.000001"),
                    1.5f,
                    -0.1,
                    LocalDate.of(1995, 3, 15),
                    LocalTime.of(1, 2, 3, 4000),
                    STAMP,
                    STAMP,
                    "ab",
                    "Grüße",
                    14,
                    90_061_000_001L);

    private static MemoryBackend backend() {
        List<ResultColumn> columns = new ArrayList<>();
        Vector[] vectors = new Vector[TYPES.size()];
        for (int i = 0; i < TYPES.size(); i++) {
            columns.add(ResultColumn.of("c" + i, TYPES.get(i)));
            vectors[i] = TestBatches.vector(TYPES.get(i), Arrays.asList(ROW.get(i), null));
        }
        return new MemoryBackend().query(SQL, columns, List.of(TestBatches.batch(2, vectors)));
    }

    /** -1: every statement is prepared by name and asks for binary results at once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1})
    void resultsOfEveryType(int prepareThreshold) throws Exception {
        Map<String, String> options =
                Map.of(
                        "prepareThreshold",
                        Integer.toString(prepareThreshold),
                        "binaryTransfer",
                        "true",
                        "binaryTransferEnable",
                        "1700,1082,1083,1114,1184,700,701,20,21,23,16");
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect(options);
                PreparedStatement statement = connection.prepareStatement(SQL)) {
            for (int run = 0; run < 3; run++) {
                try (ResultSet rows = statement.executeQuery()) {
                    check(rows);
                }
            }
        }
    }

    private static void check(ResultSet rows) throws Exception {
        assertTrue(rows.next());
        assertTrue(rows.getBoolean(1));
        assertEquals(-7, rows.getInt(2));
        assertEquals(42, rows.getInt(3));
        assertEquals(Long.MIN_VALUE, rows.getLong(4));
        assertEquals(ROW.get(4), rows.getBigDecimal(5));
        assertEquals(ROW.get(5), rows.getBigDecimal(6));
        assertEquals(1.5f, rows.getFloat(7));
        assertEquals(-0.1, rows.getDouble(8));
        assertEquals(ROW.get(8), rows.getObject(9, LocalDate.class));
        assertEquals(ROW.get(9), rows.getObject(10, LocalTime.class));
        assertEquals(STAMP, rows.getObject(11, LocalDateTime.class));
        assertEquals(
                STAMP.atOffset(ZoneOffset.UTC).toInstant(),
                rows.getObject(12, OffsetDateTime.class).toInstant());
        assertEquals("ab   ", rows.getString(13));
        assertEquals("Grüße", rows.getString(14));
        assertEquals("1 year 2 mons", rows.getString(15));
        assertEquals("1 day 01:01:01.000001", rows.getString(16));
        assertTrue(rows.next());
        for (int i = 1; i <= TYPES.size(); i++) {
            assertNull(rows.getString(i));
        }
        assertTrue(!rows.next());
    }

    @Test
    void metadata() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect();
                PreparedStatement statement = connection.prepareStatement(SQL)) {
            ResultSetMetaData columns = statement.getMetaData();
            assertEquals(TYPES.size(), columns.getColumnCount());
            assertEquals("c4", columns.getColumnName(5));
            assertEquals(Types.NUMERIC, columns.getColumnType(5));
            assertEquals(15, columns.getPrecision(5));
            assertEquals(2, columns.getScale(5));
            assertEquals(20, columns.getPrecision(14));
            assertEquals("bpchar", columns.getColumnTypeName(13));
        }
    }

    @Test
    void shownAsTextInTheSessionsZone() throws Exception {
        try (TestServer server = new TestServer(backend());
                Connection connection = server.connect(Map.of("preferQueryMode", "simple"))) {
            connection.createStatement().execute("SET TIME ZONE 'Asia/Kolkata'");
            try (ResultSet rows = connection.createStatement().executeQuery(SQL)) {
                assertTrue(rows.next());
                assertEquals("2024-03-01 05:29:59.123456+05:30", rows.getString(12));
                assertEquals("-0.1", rows.getString(8));
                assertEquals("-1234567.05", rows.getString(5));
                assertEquals("12345678901234567890123456.000001", rows.getString(6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1})
    void parametersOfEveryType(int prepareThreshold) throws Exception {
        MemoryBackend backend = new MemoryBackend();
        for (int i = 0; i < TYPES.size(); i++) {
            backend.echo("SELECT $1 AS c" + i, TYPES.get(i));
        }
        Map<String, String> options =
                Map.of("prepareThreshold", Integer.toString(prepareThreshold));
        try (TestServer server = new TestServer(backend);
                Connection connection = server.connect(options)) {
            for (int run = 0; run < 2; run++) {
                roundTrip(connection, 0, true);
                roundTrip(connection, 1, (short) -7);
                roundTrip(connection, 2, Integer.MIN_VALUE);
                roundTrip(connection, 3, Long.MAX_VALUE);
                roundTrip(connection, 4, ROW.get(4));
                roundTrip(connection, 5, ROW.get(5));
                roundTrip(connection, 5, new BigDecimal("-0.000001"));
                roundTrip(connection, 6, 1.5f);
                roundTrip(connection, 7, Double.MIN_VALUE);
                roundTrip(connection, 7, Double.POSITIVE_INFINITY);
                roundTrip(connection, 8, LocalDate.of(1600, 2, 29));
                roundTrip(connection, 9, LocalTime.of(23, 59, 59, 999_999_000));
                roundTrip(connection, 10, STAMP);
                roundTrip(connection, 11, STAMP.atOffset(ZoneOffset.ofHours(-3)));
                roundTrip(connection, 13, "naïve 'quoted' \\ text");
                roundTrip(connection, 3, null);
            }
        }
    }

    @Test
    void textWithoutType() throws Exception {
        MemoryBackend backend = new MemoryBackend();
        for (int i = 0; i < TYPES.size(); i++) {
            backend.echo("SELECT $1 AS c" + i, TYPES.get(i));
        }
        Map<String, String> options = Map.of("stringtype", "unspecified");
        try (TestServer server = new TestServer(backend);
                Connection connection = server.connect(options)) {
            assertEquals("3 years 1 mon", echo(connection, 14, "3 years 1 month"));
            assertEquals("2 days 03:04:05.678", echo(connection, 15, "2 days 03:04:05.678"));
            assertEquals("-23:59:59", echo(connection, 15, "@ 23:59:59 ago"));
            assertEquals("t", echo(connection, 0, " yes "));
            assertEquals("0044-03-15 BC", echo(connection, 8, "0044-03-15 BC"));
            assertEquals("2024-01-01 12:00:00+00", echo(connection, 11, "2024-01-01T14:00+02:00"));
            assertEquals("22P02", failure(connection, 2, "x1"));
            assertEquals("22003", failure(connection, 1, "40000"));
            assertEquals("22007", failure(connection, 8, "yesterday-ish"));
            assertEquals("22008", failure(connection, 8, "2023-02-29"));
            assertEquals("22003", failure(connection, 5, "1e60"));
        }
    }

    private static String echo(Connection connection, int column, String text) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS c" + column)) {
            statement.setString(1, text);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                return rows.getString(1);
            }
        }
    }

    private static String failure(Connection connection, int column, String text) {
        return assertThrows(SQLException.class, () -> echo(connection, column, text)).getSQLState();
    }

    private static void roundTrip(Connection connection, int column, Object value)
            throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS c" + column)) {
            if (value == null) {
                statement.setNull(1, Types.BIGINT);
            } else {
                statement.setObject(1, value);
            }
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                if (value instanceof OffsetDateTime instant) {
                    assertEquals(
                            instant.toInstant(),
                            rows.getObject(1, OffsetDateTime.class).toInstant());
                } else if (value instanceof Short number) {
                    assertEquals(number, rows.getShort(1));
                } else if (value instanceof BigDecimal number) {
                    assertEquals(0, number.compareTo(rows.getBigDecimal(1)));
                } else if (value == null) {
                    assertNull(rows.getObject(1));
                } else {
                    assertEquals(value, rows.getObject(1, value.getClass()));
                }
            }
        }
    }
}
