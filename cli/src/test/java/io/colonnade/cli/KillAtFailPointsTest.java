package io.colonnade.cli;

import static io.colonnade.cli.TestSql.execute;
import static io.colonnade.cli.TestSql.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A server process dies by itself at named places of each kind of statement, and is started again.
 * What was acknowledged is there, what came to its end before the slot of the log was written is
 * not, and nothing is there in part. {@code -Dkills=all} takes every place with every statement,
 * {@code -Dkinds=} those kinds only that match, {@code -Dstore=s3} a bucket of a dev-s3 process.
 */
class KillAtFailPointsTest {
    private static final int ROWS = 1_000;

    /** More than lie between two checkpoints. */
    private static final int MANY = 250;

    /** The slot of the log that a start takes is the first. */
    private static final String SECOND = "@2";

    @TempDir private static Path folder;

    private final TreeSet<String> reached = new TreeSet<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<String> hasty = new ArrayList<>();

    /** Of the one kind of rows that were written when its server died. */
    private int acknowledged;

    /** A place to die at, and whether the statement is in the log then. */
    private record Place(String name, String hit, boolean durable) {
        private static Place of(String name) {
            return new Place(name, "", true);
        }
    }

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

    /** A statement to die in, and the places of its own. */
    private enum Kind {
        COPY,
        SMALL_INSERT,
        INSERT,
        TRANSACTION,
        CREATE_TABLE_AS,
        UPDATE,
        VACUUM(
                new Place("segment.before-put", "", false),
                new Place("segment.after-put", "", false),
                Place.of("vacuum.before-commit"),
                new Place("commit.before-log-put", SECOND, true),
                new Place("commit.after-log-put", SECOND, true),
                Place.of("commit.before-answer"),
                Place.of("vacuum.after-commit")),
        CHECKPOINT(Place.of("checkpoint.before-put"), Place.of("checkpoint.after-put")),
        GARBAGE(
                Place.of("garbage.before-plan"),
                Place.of("garbage.after-plan"),
                Place.of("garbage.before-delete"),
                Place.of("garbage.after-delete"),
                Place.of("garbage.after-boundary"));

        private final List<Place> places;

        Kind(Place... own) {
            places = own.length == 0 ? PLACES : List.of(own);
        }

        /** What it does shows in no row. */
        boolean changesNothing() {
            return this == VACUUM || this == CHECKPOINT || this == GARBAGE;
        }
    }

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
                killAll(List.of(s3.url("warehouse")));
            }
        } else {
            killAll(List.of());
        }
    }

    private void killAll(List<String> store) throws Exception {
        Path config =
                Files.writeString(folder.resolve("quiet.yaml"), "server:\n  auto_vacuum: off\n");
        String data = folder.resolve("data").toString();
        arguments.addAll(List.of("server", "--no-warm-up", "--port", "0", "--data", data));
        arguments.addAll(List.of("--config", config.toString()));
        store.forEach(url -> arguments.addAll(List.of("--store", url)));
        hasty.addAll(List.of(data, config.toString()));
        hasty.addAll(store);
        try (ColonnadeProcess server = start("");
                Connection connection = server.connect()) {
            execute(connection, "CREATE TABLE numbers (n INTEGER)");
            execute(connection, "COPY numbers FROM '" + file(-1) + "' DELIMITER '|'");
            execute(connection, "CREATE TABLE a (op INTEGER, n INTEGER)");
            execute(connection, "CREATE TABLE b (op INTEGER, n INTEGER)");
            execute(connection, "CREATE TABLE totals (n INTEGER, v INTEGER)");
            execute(connection, "INSERT INTO totals SELECT n, -1 FROM numbers");
            execute(connection, "CREATE TABLE messy (n INTEGER, v INTEGER) SORTKEY (n)");
            execute(connection, "INSERT INTO messy SELECT n, 0 FROM numbers");
            makeMess(connection);
            assertEquals(0, server.stop());
        }
        boolean all = System.getProperty("kills", "").equals("all");
        String kinds = System.getProperty("kinds", ".*");
        int number = 0;
        for (Kind kind : Kind.values()) {
            if (!kind.name().matches(kinds)) {
                continue;
            }
            for (int i = 0; i < kind.places.size(); i++) {
                // Every kind once, and every place of theirs: a diagonal.
                if (all || (kind.ordinal() + 3) % kind.places.size() == i) {
                    kill(kind, kind.places.get(i), number++);
                }
            }
        }
        System.out.println(number + " cases, " + reached.size() + " kills: " + reached);
        boolean enough = reached.size() >= (all ? 44 : 6) || !kinds.equals(".*");
        assertTrue(enough, "places are not reached: " + reached);
    }

    /** Gives VACUUM and the collection of garbage something to do. */
    private static void makeMess(Connection connection) throws SQLException {
        long newest = number(connection, "SELECT max(v) FROM messy");
        execute(
                connection,
                "INSERT INTO messy SELECT n, " + (newest + 1) + " FROM numbers WHERE n % 2 = 0",
                "INSERT INTO messy SELECT n, " + (newest + 1) + " FROM numbers WHERE n % 2 = 1",
                "DELETE FROM messy WHERE v = " + newest);
    }

    /** Until all that is garbage now is gone. */
    private static void collect(Connection connection) throws SQLException {
        String stage = "";
        for (int look = 0; look < 4 && !stage.startsWith("removed"); look++) {
            stage = TestSql.row(connection, "COLLECT GARBAGE");
        }
        assertTrue(stage.startsWith("removed"), stage);
    }

    private ColonnadeProcess start(Kind kind, String failPoints) throws IOException {
        return kind == Kind.GARBAGE
                ? ColonnadeProcess.start(
                        HastyServer.class, folder.resolve("server.err"), hasty, failPoints)
                : start(failPoints);
    }

    private ColonnadeProcess start(String failPoints) throws IOException {
        return ColonnadeProcess.start(folder.resolve("server.err"), arguments, failPoints);
    }

    private void kill(Kind kind, Place place, int number) throws Exception {
        String where = kind + " at " + place.name();
        boolean answered = false;
        try (ColonnadeProcess server = start(kind, place.name() + "=kill" + place.hit());
                Connection connection = server.connect()) {
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
        try (ColonnadeProcess server = start(kind, "");
                Connection connection = server.connect()) {
            boolean there = isThere(connection, kind, number, where);
            assertTrue(there || !answered, where + ": answered and lost");
            assertTrue(
                    !there || answered || place.durable() || kind.changesNothing(),
                    where + ": killed before the log and there");
            if (kind.changesNothing()) {
                makeMess(connection);
            }
            assertEquals(0, server.stop());
        }
    }

    private void run(Connection connection, Kind kind, int number) throws Exception {
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
            case VACUUM -> execute(connection, "VACUUM FULL messy TO 100 PERCENT");
            case CHECKPOINT -> {
                for (acknowledged = 0; acknowledged < MANY; acknowledged++) {
                    execute(connection, "INSERT INTO a VALUES (" + number + ", 1)");
                }
            }
            case GARBAGE -> {
                execute(connection, "VACUUM FULL messy TO 100 PERCENT");
                collect(connection);
            }
        }
    }

    /** Whether the statement took effect; fails if it did in part. */
    private boolean isThere(Connection connection, Kind kind, int number, String where)
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
                requireMess(connection, where);
                yield true;
            }
            case CHECKPOINT -> {
                long rows = number(connection, "SELECT count(*) FROM a" + of);
                assertTrue(
                        rows == acknowledged || rows == acknowledged + 1,
                        where + ": " + rows + " rows, " + acknowledged + " acknowledged");
                yield true;
            }
            case GARBAGE -> {
                requireMess(connection, where);
                collect(connection);
                requireMess(connection, where);
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

    private static void requireMess(Connection connection, String where) throws SQLException {
        assertEquals(
                ROWS + "|" + ROWS + "|1",
                TestSql.row(
                        connection,
                        "SELECT count(*), count(DISTINCT n), count(DISTINCT v) FROM messy"),
                where);
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
}
