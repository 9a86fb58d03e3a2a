package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the JDBC driver's DatabaseMetaData and ResultSetMetaData find here. */
class DriverMetadataTest {
    @TempDir private static Path folder;

    private static TestLeader leader;
    private static Connection connection;
    private static DatabaseMetaData metadata;

    @BeforeAll
    static void start() throws SQLException {
        leader = new TestLeader(folder);
        connection = leader.connect();
        TestLeader.run(
                connection,
                "CREATE TABLE parent (a INTEGER, b VARCHAR(10) DEFAULT 'x', c DECIMAL(8, 2),"
                        + " PRIMARY KEY (b, a))",
                "CREATE TABLE child (k BIGINT IDENTITY(1, 1), x INTEGER, y VARCHAR(10) NOT NULL,"
                        + " FOREIGN KEY (y, x) REFERENCES parent (b, a))",
                "CREATE VIEW glance AS SELECT a, c * 2 AS twice FROM parent",
                "COMMENT ON TABLE parent IS 'the parent'",
                "COMMENT ON COLUMN parent.b IS 'the name'");
        metadata = connection.getMetaData();
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        leader.close();
    }

    private static List<String> columns(ResultSet result, String... names) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (String name : names) {
                row.add(result.getString(name));
            }
            rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
        }
        return rows;
    }

    @Test
    void tables() throws SQLException {
        assertEquals(
                List.of("child|TABLE|null", "parent|TABLE|the parent", "glance|VIEW|null"),
                columns(
                        metadata.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}),
                        "TABLE_NAME",
                        "TABLE_TYPE",
                        "REMARKS"));
        assertTrue(
                columns(metadata.getSchemas(), "TABLE_SCHEM")
                        .containsAll(List.of("public", "pg_catalog", "information_schema")));
        assertEquals(List.of("dev"), columns(metadata.getCatalogs(), "TABLE_CAT"));
    }

    @Test
    void tableColumns() throws SQLException {
        String[] names = {
            "COLUMN_NAME",
            "TYPE_NAME",
            "COLUMN_SIZE",
            "DECIMAL_DIGITS",
            "NULLABLE",
            "COLUMN_DEF",
            "REMARKS"
        };
        assertEquals(
                List.of(
                        "a|int4|10|0|0|null|null",
                        "b|varchar|10|0|0|'x'|the name",
                        "c|numeric|8|2|1|null|null"),
                columns(metadata.getColumns(null, "public", "parent", "%"), names));
        assertEquals(
                List.of("a|int4|10|0|1|null|null", "twice|numeric|19|2|1|null|null"),
                columns(metadata.getColumns(null, "public", "glance", "%"), names).stream()
                        .map(row -> row.replaceFirst("numeric\\|\\d+", "numeric|19"))
                        .toList());
        assertEquals(
                List.of("k|YES", "x|NO", "y|NO"),
                columns(
                        metadata.getColumns(null, "public", "child", "%"),
                        "COLUMN_NAME",
                        "IS_AUTOINCREMENT"));
    }

    @Test
    void keys() throws SQLException {
        assertEquals(
                List.of("a|2|parent_pkey", "b|1|parent_pkey"),
                columns(
                                metadata.getPrimaryKeys(null, "public", "parent"),
                                "COLUMN_NAME",
                                "KEY_SEQ",
                                "PK_NAME")
                        .stream()
                        .sorted()
                        .toList());
        String[] names = {"PKTABLE_NAME", "PKCOLUMN_NAME", "FKCOLUMN_NAME", "KEY_SEQ"};
        List<String> expected = List.of("parent|b|y|1", "parent|a|x|2");
        assertEquals(expected, columns(metadata.getImportedKeys(null, "public", "child"), names));
        assertEquals(expected, columns(metadata.getExportedKeys(null, "public", "parent"), names));
        assertEquals(
                List.of("parent_pkey|b|1", "parent_pkey|a|2"),
                columns(
                        metadata.getIndexInfo(null, "public", "parent", true, true),
                        "INDEX_NAME",
                        "COLUMN_NAME",
                        "ORDINAL_POSITION"));
    }

    @Test
    void theRestAnswers() throws SQLException {
        assertTrue(columns(metadata.getTypeInfo(), "TYPE_NAME").contains("numeric"));
        columns(metadata.getTablePrivileges(null, "public", "parent"), "PRIVILEGE");
        columns(metadata.getColumnPrivileges(null, "public", "parent", "%"), "PRIVILEGE");
        columns(metadata.getBestRowIdentifier(null, "public", "parent", 0, true), "COLUMN_NAME");
        columns(metadata.getVersionColumns(null, "public", "parent"), "COLUMN_NAME");
        columns(metadata.getProcedures(null, null, null), "PROCEDURE_NAME");
        columns(metadata.getFunctions(null, null, null), "FUNCTION_NAME");
        columns(metadata.getUDTs(null, null, null, null), "TYPE_NAME");
    }

    @Test
    void resultColumns() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT p.b AS name, a + 1 AS next, k FROM parent p"
                                        + " JOIN child ON p.a = x")) {
            ResultSetMetaData columns = result.getMetaData();
            assertEquals("parent", columns.getTableName(1));
            assertEquals("name", columns.getColumnLabel(1));
            assertEquals(ResultSetMetaData.columnNoNulls, columns.isNullable(1));
            assertEquals("", columns.getTableName(2));
            assertEquals("child", columns.getTableName(3));
            assertTrue(columns.isAutoIncrement(3));
        }
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT oid, relname, relkind FROM pg_class")) {
            ResultSetMetaData columns = result.getMetaData();
            assertEquals("oid", columns.getColumnTypeName(1));
            assertEquals("name", columns.getColumnTypeName(2));
            assertEquals("char", columns.getColumnTypeName(3));
        }
    }
}
