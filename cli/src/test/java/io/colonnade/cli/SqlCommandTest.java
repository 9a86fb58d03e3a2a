package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The shell's batch modes against a server: output, errors, exit status. */
class SqlCommandTest {
    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestWarehouse warehouse;

    @BeforeEach
    void start() throws IOException, SQLException {
        warehouse = TestWarehouse.open();
    }

    @Test
    void printsRowsAsPsqlDoes() {
        assertEquals(
                0,
                sql("-c", "select n_nationkey, null as nothing from nation where n_nationkey < 2"));
        assertEquals(
                """
                 n_nationkey | nothing
                -------------+---------
                           0 | NULL
                           1 | NULL
                (2 rows)

                """,
                out.toString().replace("nothing \n", "nothing\n"));
    }

    @Test
    void printsCsv() {
        assertEquals(0, sql("--csv", "-c", "select 1 as a, 'x,y' as b, cast(null as int) as c"));
        assertEquals("a,b,c\n1,\"x,y\",\n", out.toString());
    }

    @Test
    void theFirstErrorEndsACommandWithItsPlace() {
        assertEquals(1, sql("-c", "select 1; select n_nam from nation; select 2"));
        assertTrue(out.toString().contains("(1 row)"), out.toString());
        assertTrue(!out.toString().contains("2\n"), out.toString());
        List<String> lines = err.toString().lines().toList();
        assertTrue(lines.get(0).startsWith("ERROR:  column \"n_nam\""), err.toString());
        assertEquals("LINE 1: select n_nam from nation", lines.get(1));
        assertEquals("               ^", lines.get(2));
        assertTrue(lines.get(3).startsWith("HINT:  "), err.toString());
    }

    @Test
    void aFileStopsAtItsFirstErrorAndNamesTheLine() throws IOException {
        Path file = folder.resolve("script.sql");
        Files.writeString(file, "-- first\nselect 1;\n\nselect\n  nope;\nselect 3;\n");
        assertEquals(1, sql("-f", file.toString()));
        assertTrue(err.toString().startsWith(file + ":4: ERROR:  "), err.toString());
        assertTrue(!out.toString().contains("3\n"), out.toString());
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("absent.sql");
        assertEquals(1, sql("-f", file.toString()));
        assertEquals("cannot read " + file + ": it does not exist\n", err.toString());
    }

    @Test
    void commandTagsAreThoseOfTheServer() {
        assertEquals(
                0,
                sql(
                        "-c",
                        "create table shell_test (a int); insert into shell_test values (1), (2)",
                        "-c",
                        "delete from shell_test where a = 1; drop table shell_test"));
        assertEquals("CREATE TABLE\nINSERT 0 2\nDELETE 1\nDROP TABLE\n", out.toString());
    }

    @Test
    void describesTables() {
        assertEquals(0, sql("-c", "\\d region", "-c", "\\dt"));
        assertTrue(out.toString().contains("| varchar(152) | not null |"), out.toString());
        assertTrue(out.toString().contains(" public | lineitem"), out.toString());
        assertEquals(1, sql("-c", "\\d regio"));
        assertEquals(1, sql("-c", "\\bogus"));
    }

    @Test
    void nobodyAnswering() {
        assertEquals(
                1,
                Colonnade.commandLine()
                        .setErr(new PrintWriter(err))
                        .execute("sql", "-p", "1", "-c", "select 1"));
        assertEquals(
                "colonnade: no server answers at 127.0.0.1:1. Start one: colonnade server --data"
                        + " DIR.\n",
                err.toString());
    }

    private int sql(String... arguments) {
        List<String> all = new ArrayList<>();
        all.add("sql");
        all.add("-p");
        all.add(Integer.toString(warehouse.address().port()));
        all.addAll(List.of(arguments));
        return Colonnade.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
