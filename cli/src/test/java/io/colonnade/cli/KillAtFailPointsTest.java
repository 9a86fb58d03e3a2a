package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.TreeSet;

/**
 * A server process dies by itself at named places of each kind of statement, and is started again.
 * What was acknowledged is there, what came to its end before the slot of the log was written is
 * not, and nothing is there in part. {@code -Dkills=all} takes every place with every statement,
 * {@code -Dstore=s3} a bucket of a dev-s3 process.
 */
class KillAtFailPointsTest {
    private static final int ROWS = 1_000;

    /** The slot of the log that a start takes is the first. */
    private static final String SECOND = "@2";

    @TempDir private static Path folder;

    private final TreeSet<String> reached = new TreeSet<>();
    private final List<String> arguments = new ArrayList<>();

    /** A statement to die in. */
    private enum Kind {
        COPY,
        SMALL_INSERT,
        INSERT,
        TRANSACTION,
        CREATE_TABLE_AS,
        UPDATE,
        VACUUM
    }

    /** A place to die at, and whether the statement is in the log then. */
    private record Place(String name, String hit, boolean durable) {}

    private static final List<Place> PLACES =
            List.of(
                    new Place("segment.before-put", "", false),
                    new Place("segment.after-put", "", false),
                    new Place("copy.loaded", "", false),
                    new Place("session.before-commit", "", false),
                    new Place("commit.before-log-put", SECOND, false),
                    new Place("commit.after-log-put", SECOND, true),
                    new Place("commit.before-answer", "", true),
                    new Place("session.after-commit", "", true));

    @BeforeEach
    void skipWithoutServer() {
        try (EmbeddedServer probe =
                new EmbeddedServer(ServerConfig.local(folder.resolve("probe")))) {
            TestWarehouse.startOrSkip(probe);
        }
    }

    @Test
    void everyStatementIsThereWholeOrNotAtAll() throws Exception {
        if (System.getProperty("store", "").equals("s3")) {
            try (DevS3 s3 = DevS3.start(folder.resolve("s3"))) {
                killAll(List.of("--store", s3.url("warehouse")));
            }
        } else {
            killAll(List.of());
        }
    }

    private void killAll(List<String> store) throws Exception {
        arguments.addAll(List.of("server", "--no-warm-up", "--port", "0"));
        arguments.addAll(List.of("--data", folder.resolve("data").toString()));
        arguments.addAll(store);
        try (ColonnadeProcess server = start("");
                Connection connection = connect(server)) {
            execute(connection, "CREATE TABLE numbers (n INTEGER)");
            execute(connection, "COPY numbers FROM '" + file(-1) + "' DELIMITER '|'");
            execute(connection, "CREATE TABLE a (op INTEGER, n INTEGER)");
            execute(connection, "CREATE TABLE b (op INTEGER, n INTEGER)");
            execute(connection, "CREATE TABLE totals (n INTEGER, v INTEGER)");
            execute(connection, "INSERT INTO totals SELECT n, -1 FROM numbers");
            assertEquals(0, server.stop());
        }
        boolean all = System.getProperty("kills", "").equals("all");
        int number = 0;
        for (Kind kind : Kind.values()) {
            for (Place place : PLACES) {
                // Every kind and every place once: a diagonal.
                if (all || (kind.ordinal() + 3) % PLACES.size() == PLACES.indexOf(place)) {
                    kill(kind, place, number++);
                }
            }
        }
        System.out.println(number + " cases, " + reached.size() + " kills: " + reached);
        assertTrue(reached.size() >= (all ? 35 : 3), "places are not reached: " + reached);
    }

    private ColonnadeProcess start(String failPoints) throws IOException {
        return ColonnadeProcess.start(folder.resolve("server.err"), arguments, failPoints);
    }

    private static Connection connect(ColonnadeProcess server) throws SQLException {
        Connection connection =
                new ServerAddress(
                                ServerConfig.DEFAULT_LISTEN,
                                server.port(),
                                ServerAddress.DEFAULT_DATABASE,
                                ServerAddress.DEFAULT_USER)
                        .connect("test", false);
        TpchSteps.switchResultCacheOff(connection);
        return connection;
    }

    private void kill(Kind kind, Place place, int number) throws Exception {
        String where = kind + " at " + place.name();
        boolean answered = false;
        try (ColonnadeProcess server = start(place.name() + "=kill" + place.hit());
                Connection connection = connect(server)) {
            try {
                run(connection, kind, number);
                answered = true;
            } catch (SQLException e) {
                assertTrue(connection.isClosed(), where + ": " + e.getMessage());
                reached.add(where);
            }
        } catch (IOException e) {
            // Work in the background, such as automatic VACUUM, died there before it was ready.
            System.out.println(where + ": " + e.getMessage());
        }
        try (ColonnadeProcess server = start("");
                Connection connection = connect(server)) {
            boolean there = isThere(connection, kind, number, where);
            // The rows of a VACUUM are the same before and after.
            assertTrue(there || !answered, where + ": answered and lost");
            assertTrue(
                    !there || answered || place.durable() || kind == Kind.VACUUM,
                    where + ": killed before the log and there");
            assertEquals(0, server.stop());
        }
    }

    private static void run(Connection connection, Kind kind, int number) throws Exception {
        String rows = " SELECT " + number + ", n FROM numbers";
        switch (kind) {
            case COPY -> execute(connection, "COPY a FROM '" + file(number) + "' DELIMITER '|'");
            case SMALL_INSERT ->
                    execute(
                            connection,
                            "INSERT INTO a VALUES (" + number + ", 1), (" + number + ", 2)");
            case INSERT -> execute(connection, "INSERT INTO a" + rows);
            case TRANSACTION -> {
                execute(connection, "BEGIN");
                execute(connection, "INSERT INTO a" + rows);
                execute(connection, "INSERT INTO b" + rows);
                execute(connection, "COMMIT");
            }
            case CREATE_TABLE_AS -> execute(connection, "CREATE TABLE t" + number + " AS" + rows);
            case UPDATE -> execute(connection, "UPDATE totals SET v = " + number);
            case VACUUM -> {
                execute(connection, "DELETE FROM totals WHERE n < 0");
                execute(connection, "VACUUM FULL totals TO 100 PERCENT");
            }
        }
    }

    /** Whether the statement took effect; fails if it did in part. */
    private static boolean isThere(Connection connection, Kind kind, int number, String where)
            throws SQLException {
        String of = " WHERE op = " + number;
        return switch (kind) {
            case COPY, INSERT ->
                    wholeOrNothing(number(connection, "SELECT count(*) FROM a" + of), ROWS, where);
            case SMALL_INSERT ->
                    wholeOrNothing(number(connection, "SELECT count(*) FROM a" + of), 2, where);
            case TRANSACTION -> {
                long rows = number(connection, "SELECT count(*) FROM a" + of);
                assertEquals(rows, number(connection, "SELECT count(*) FROM b" + of), where);
                yield wholeOrNothing(rows, ROWS, where);
            }
            case CREATE_TABLE_AS -> {
                String name = "t" + number;
                boolean made =
                        number(
                                        connection,
                                        "SELECT count(*) FROM pg_tables WHERE tablename = '"
                                                + name
                                                + "'")
                                == 1;
                if (made) {
                    assertEquals(ROWS, number(connection, "SELECT count(*) FROM " + name), where);
                }
                yield made;
            }
            case UPDATE -> {
                requireTotals(connection, where);
                yield number(connection, "SELECT max(v) FROM totals") == number;
            }
            case VACUUM -> {
                requireTotals(connection, where);
                yield true;
            }
        };
    }

    private static void requireTotals(Connection connection, String where) throws SQLException {
        assertEquals(ROWS, number(connection, "SELECT count(*) FROM totals"), where);
        assertEquals(ROWS, number(connection, "SELECT count(DISTINCT n) FROM totals"), where);
        assertEquals(1, number(connection, "SELECT count(DISTINCT v) FROM totals"), where);
    }

    private static boolean wholeOrNothing(long rows, long whole, String where) {
        assertTrue(rows == 0 || rows == whole, where + ": " + rows + " rows of " + whole);
        return rows == whole;
    }

    /** Rows of one number, or only the row numbers for -1. */
    private static Path file(int number) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 1; n <= ROWS; n++) {
            text.append(number < 0 ? "" : number + "|").append(n).append('\n');
        }
        return Files.writeString(folder.resolve("rows" + number + ".tbl"), text);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
