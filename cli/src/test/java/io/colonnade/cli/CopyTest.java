package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** COPY as a client sees it: options, errors, and that nothing is ever half-loaded. */
class CopyTest {
    @TempDir private Path folder;

    private Connection connection;

    @BeforeEach
    void connect() throws IOException, SQLException {
        connection = TestWarehouse.open().connect();
        execute("DROP TABLE IF EXISTS copied");
        execute(
                "CREATE TABLE copied (id INTEGER NOT NULL, name VARCHAR(20), day DATE, at"
                        + " TIMESTAMP) DISTKEY (id) INTERLEAVED SORTKEY (id, day)");
    }

    @AfterEach
    void close() throws SQLException {
        execute("DROP TABLE copied");
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> fields = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    fields.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(",", fields));
            }
        }
        return rows;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private SQLException refused(Path file, String options) {
        return assertThrows(
                SQLException.class, () -> execute("COPY copied FROM '" + file + "' " + options));
    }

    @Test
    void labelledLoadCommitsOnce() throws Exception {
        Path file = file("labelled.txt", "1|a||\n2|b||\n");
        String label = "LABEL 'load " + folder.getFileName() + "'";
        execute("BEGIN");
        execute("COPY copied FROM '" + file + "' " + label);
        SQLException twice = refused(file, label);
        assertEquals("42710", twice.getSQLState());
        execute("ROLLBACK");
        execute("COPY copied FROM '" + file + "' " + label);
        SQLException again = refused(file, label);
        assertEquals("42710", again.getSQLState());
        assertTrue(again.getMessage().contains("It committed 2 rows at "), again.getMessage());
        assertEquals(List.of("2"), rows("SELECT count(*) FROM copied"));
        assertEquals(
                List.of("2,t"),
                rows(
                        "SELECT rows, committed <= getdate() FROM sys_load_labels WHERE label ="
                                + " 'load "
                                + folder.getFileName()
                                + "'"));
    }

    @Test
    void labelledTransactionCommitsOnce() throws Exception {
        String label = "tx " + folder.getFileName();
        for (int attempt = 0; attempt < 2; attempt++) {
            execute("BEGIN");
            execute("SET LOCAL load_label = '" + label + "'");
            execute("INSERT INTO copied (id) VALUES (7), (8), (9)");
            if (attempt == 0) {
                execute("COMMIT");
            } else {
                SQLException e = assertThrows(SQLException.class, () -> execute("COMMIT"));
                assertEquals("42710", e.getSQLState());
                assertTrue(e.getMessage().contains("3 rows"), e.getMessage());
            }
        }
        execute("INSERT INTO copied (id) VALUES (10)");
        assertEquals(List.of("4"), rows("SELECT count(*) FROM copied"));
    }

    @Test
    void csvWithFormats() throws Exception {
        Path file =
                file(
                        "rows.csv",
                        "id,name,day,at\n1,\"a, \"\"b\"\"\",01/31/2024,1709212455\n2,\\N,,\n");
        execute(
                "COPY copied FROM '"
                        + file
                        + "' CSV IGNOREHEADER 1 DATEFORMAT 'MM/DD/YYYY' TIMEFORMAT 'epochsecs'");
        assertEquals(
                List.of("1,a, \"b\",2024-01-31,2024-02-29 13:14:15", "2,null,null,null"),
                rows("SELECT * FROM copied ORDER BY id"));
    }

    @Test
    void aBadRowFailsTheLoadAndIsRecorded() throws Exception {
        Path file = file("bad.tbl", "1|one||\n2|two|never|\n");
        SQLException e = refused(file, "");
        assertEquals("22P04", e.getSQLState());
        assertTrue(
                e.getMessage().contains("(file " + file + ", line 2, column day)"), e.getMessage());
        assertTrue(e.getMessage().contains("The value is \"never\"."), e.getMessage());
        assertEquals(List.of("0"), rows("SELECT count(*) FROM copied"));
        assertEquals(
                List.of("2,day,never,2|two|never|"),
                rows(
                        "SELECT line_number, colname, raw_field_value, raw_line FROM"
                                + " stl_load_errors WHERE filename = '"
                                + file
                                + "'"));
    }

    @Test
    void compupdateDecidesTheEncodingsOfAnEmptyTable() throws Exception {
        execute("ALTER TABLE copied ALTER COLUMN name ENCODE bytedict");
        Path file = file("few.tbl", "1|one||\n2|two||\n");
        String encodings =
                "SELECT encoding FROM pg_table_def WHERE tablename = 'copied' ORDER BY \"column\"";
        execute("COPY copied FROM '" + file + "' COMPUPDATE OFF");
        assertEquals("bytedict", rows(encodings).getLast());
        execute("TRUNCATE copied");
        execute("COPY copied FROM '" + file + "' COMPUPDATE PRESET");
        assertEquals(List.of("az64", "none", "none", "lzo"), rows(encodings));
        execute("COPY copied FROM '" + file + "' COMPUPDATE ON");
        assertEquals("lzo", rows(encodings).getLast(), "the table was not empty");
        execute("TRUNCATE copied");
        execute("COPY copied FROM '" + file + "' COMPUPDATE ON COMPROWS 5000");
        assertEquals(
                List.of("Y"),
                rows("SELECT encoded FROM svv_table_info WHERE \"table\" = 'copied'"));
        assertEquals("none", rows(encodings).getLast(), "two short words are best left alone");
        assertEquals(List.of("2"), rows("SELECT count(*) FROM copied"));
    }

    @Test
    void maxErrorLeavesBadRowsOut() throws Exception {
        Path file = file("some.tbl", "1|one||\nx|two||\n3|three\n4|four||\n");
        assertEquals("22P04", refused(file, "MAXERROR 2").getSQLState());
        assertEquals(List.of("0"), rows("SELECT count(*) FROM copied"));
        execute("COPY copied FROM '" + file + "' MAXERROR 3");
        assertEquals(List.of("1,one", "4,four"), rows("SELECT id, name FROM copied ORDER BY 1"));
    }

    @Test
    void severalFilesLoadWholeOrNotAtAll() throws Exception {
        file("part.1", "1|one||\n");
        Path second = file("part.2", "2|two||\n\\N|null||\n");
        SQLException e = refused(folder.resolve("part.*"), "");
        assertTrue(e.getMessage().contains("NOT NULL") && e.getMessage().contains("part.2"));
        assertEquals(List.of("0"), rows("SELECT count(*) FROM copied"));
        Files.writeString(second, "2|two||\n");
        execute("COPY copied FROM '" + folder.resolve("part.*") + "'");
        assertEquals(List.of("1", "2"), rows("SELECT id FROM copied ORDER BY 1"));
    }

    @Test
    void filesThatCannotBeRead() throws Exception {
        assertEquals("58P01", refused(folder.resolve("missing"), "").getSQLState());
        Path plain = file("a.tbl", "1|one||\n");
        Files.write(folder.resolve("b.tbl"), new byte[] {0x1F, (byte) 0x8B, 8, 0, 1, 2, 3});
        SQLException mixed = refused(folder.resolve("?.tbl"), "");
        assertTrue(mixed.getMessage().contains("cannot be loaded together"), mixed.getMessage());
        SQLException damaged = refused(folder.resolve("b.tbl"), "");
        assertTrue(damaged.getMessage().contains("truncated or damaged"), damaged.getMessage());
        assertTrue(refused(plain, "GZIP").getMessage().contains("truncated or damaged"));
    }
}
