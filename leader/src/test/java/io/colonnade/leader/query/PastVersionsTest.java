package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.wlm.queue.WlmConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tables as they were: AT (VERSION | TIMESTAMP | OFFSET => ...). */
class PastVersionsTest {
    private static final long SEED = Long.getLong("seed", 16);

    @TempDir private Path folder;

    private final ShiftedClock clock = new ShiftedClock();

    private TestLeader leader;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        leader = new TestLeader(folder, WlmConfig.DEFAULT, GarbagePolicy.standard(), clock);
        connection = leader.connect();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        leader.close();
    }

    private void run(String... statements) throws SQLException {
        TestLeader.run(connection, statements);
    }

    private List<String> rows(String sql) throws SQLException {
        return TestLeader.rows(connection, sql);
    }

    private long version() throws SQLException {
        return Long.parseLong(rows("SELECT version FROM svv_version").getFirst());
    }

    private SQLException refused(String sql) {
        return assertThrows(SQLException.class, () -> run(sql), sql);
    }

    private void restart() throws SQLException {
        connection.close();
        leader.restart();
        connection = leader.connect();
    }

    @Test
    void timeEndsWhatIsKept() throws SQLException {
        run(
                "CREATE TABLE usual (a INTEGER)",
                "CREATE TABLE longer (a INTEGER) WITH (retention = '3 days')",
                "CREATE SNAPSHOT week EXPIRES AFTER '7 days'");
        String at = " AT (VERSION => " + version() + ")";
        run("INSERT INTO usual VALUES (1)", "INSERT INTO longer VALUES (1)");
        run("DROP TABLE usual", "CREATE TABLE brief (a INTEGER)", "DROP TABLE brief");
        clock.shift(Duration.ofHours(23));
        assertEquals(List.of("0"), rows("SELECT count(*) FROM usual" + at));
        run("UNDROP TABLE brief", "DROP TABLE brief");
        clock.shift(Duration.ofHours(25));
        assertEquals("72000", refused("SELECT count(*) FROM usual" + at).getSQLState());
        assertEquals("42P01", refused("UNDROP TABLE usual").getSQLState());
        assertEquals(List.of("0"), rows("SELECT count(*) FROM svv_dropped_tables"));
        assertEquals(List.of("0"), rows("SELECT count(*) FROM longer" + at));
        clock.shift(Duration.ofHours(73));
        assertEquals("72000", refused("SELECT count(*) FROM longer" + at).getSQLState());
        assertEquals(List.of("0"), rows("SELECT count(*) FROM usual AT (SNAPSHOT => week)"));
        clock.shift(Duration.ofDays(8));
        assertEquals("42704", refused("SELECT * FROM usual AT (SNAPSHOT => week)").getSQLState());
        assertEquals(List.of("0"), rows("SELECT count(*) FROM svv_snapshots"));
        run("CREATE SNAPSHOT week");
        assertEquals(List.of("week"), rows("SELECT snapshot_name FROM svv_snapshots"));
    }

    /** What every kept version answers stays what it was when it was the newest. */
    @Test
    void theSameQueryAtAVersionGivesTheSameForEver() throws SQLException {
        String checksum = "SELECT count(*), sum(a), min(b), max(b), count(c) FROM t";
        run(
                "CREATE TABLE t (a INTEGER, b VARCHAR(20), c INTEGER) SORTKEY(a)",
                "INSERT INTO t SELECT n, 'row ' || n, n / 2 FROM generate_series(1, 5000) AS n");
        Map<Long, String> answers = new LinkedHashMap<>();
        for (String change :
                List.of(
                        "INSERT INTO t VALUES (10001, 'one', 1), (10002, 'two', NULL)",
                        "UPDATE t SET c = NULL, b = 'changed' WHERE a % 7 = 0",
                        "DELETE FROM t WHERE a BETWEEN 100 AND 900",
                        "VACUUM t",
                        "INSERT INTO t VALUES (10003, 'three', 3)",
                        "TRUNCATE t",
                        "INSERT INTO t VALUES (1, 'again', 5)",
                        "ALTER TABLE t ADD COLUMN d INTEGER",
                        "ALTER TABLE t RENAME COLUMN c TO e")) {
            if (!change.startsWith("ALTER TABLE t RENAME")) {
                answers.put(version(), rows(checksum).getFirst());
            }
            run(change);
            check(checksum, answers);
        }
        run("DROP TABLE t");
        check(checksum, answers);
        run("UNDROP TABLE t", "VACUUM t", "DROP TABLE t");
        restart();
        check(checksum, answers);
        run("CREATE TABLE t (x INTEGER)");
        check(checksum, answers);
    }

    /** The same under random changes, asked in any order. */
    @Test
    void noChangeReachesThePast() throws SQLException {
        Random random = new Random(SEED);
        run("CREATE TABLE t (k INTEGER, v INTEGER, s VARCHAR(20)) DISTKEY(k) SORTKEY(k)");
        Map<Long, String> answers = new LinkedHashMap<>();
        String checksum = "SELECT count(*), sum(v), sum(k * 7 + v), max(s) FROM t";
        int steps = Integer.getInteger("runs", 50);
        for (int step = 0; step < steps; step++) {
            int from = random.nextInt(3_000);
            String range = " WHERE k BETWEEN " + from + " AND " + (from + random.nextInt(400));
            String change =
                    switch (random.nextInt(8)) {
                        case 0, 1 -> "INSERT INTO t VALUES (" + step + ", " + from + ", 'one')";
                        case 2 ->
                                "INSERT INTO t SELECT n, n % 7, 's' || n FROM generate_series("
                                        + from
                                        + ", "
                                        + (from + 500)
                                        + ") AS n";
                        case 3 -> "UPDATE t SET v = v + " + step + range;
                        case 4, 5 -> "DELETE FROM t" + range;
                        case 6 -> "VACUUM t";
                        default -> step % 3 == 0 ? "TRUNCATE t" : "DROP TABLE t; UNDROP TABLE t";
                    };
            run(change.split("; "));
            answers.put(version(), rows(checksum).getFirst());
            if (step == steps / 2) {
                restart();
            }
        }
        List<Map.Entry<Long, String>> shuffled = new ArrayList<>(answers.entrySet());
        Collections.shuffle(shuffled, random);
        for (Map.Entry<Long, String> answer : shuffled) {
            assertEquals(
                    List.of(answer.getValue()),
                    rows(checksum + " AT (VERSION => " + answer.getKey() + ")"),
                    () -> "seed " + SEED + ", version " + answer.getKey());
        }
    }

    /** Changes of the present by what was there. */
    @Test
    void thePastIsASourceOfChanges() throws SQLException {
        run("CREATE TABLE t (a INTEGER, b INTEGER)", "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
        String at = " AT (VERSION => " + version() + ") AS o";
        run("UPDATE t SET b = 0", "DELETE FROM t WHERE a = 3");
        run("UPDATE t SET b = o.b FROM t" + at + " WHERE o.a = t.a AND t.a = 2");
        assertEquals(List.of("1|0", "2|2"), rows("SELECT * FROM t ORDER BY a"));
        run("DELETE FROM t USING t" + at + " WHERE o.a = t.a AND o.b = 1");
        assertEquals(List.of("2|2"), rows("SELECT * FROM t"));
        run(
                "MERGE INTO t USING (SELECT * FROM t"
                        + at
                        + ") AS s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 9"
                        + " WHEN NOT MATCHED THEN INSERT VALUES (s.a, s.b)");
        assertEquals(List.of("1|1", "2|9", "3|3"), rows("SELECT * FROM t ORDER BY a"));
    }

    private void check(String sql, Map<Long, String> answers) throws SQLException {
        for (Map.Entry<Long, String> answer : answers.entrySet()) {
            String then = sql + " AT (VERSION => " + answer.getKey() + ")";
            assertEquals(List.of(answer.getValue()), rows(then), then);
        }
    }

    @Test
    void versionsStandBesideEachOther() throws SQLException {
        run("CREATE TABLE t (a INTEGER, b INTEGER) DISTKEY(a)", "INSERT INTO t VALUES (1, 10)");
        long first = version();
        run("UPDATE t SET b = 20 WHERE a = 1", "INSERT INTO t VALUES (2, 30)");
        long second = version();
        run("DELETE FROM t");
        String at = " AT (VERSION => " + first + ")";
        String later = " AT (VERSION => " + second + ") ";
        assertEquals(
                List.of("1|10|20", "2|null|30"),
                rows(
                        "SELECT n.a, o.b, n.b FROM t"
                                + later
                                + "AS n LEFT JOIN t"
                                + at
                                + " o ON o.a = n.a ORDER BY 1"));
        assertEquals(
                List.of("2|30"),
                rows(
                        "SELECT * FROM t"
                                + later
                                + "n(a, x) WHERE a NOT IN (SELECT a FROM t"
                                + at
                                + ")"));
        assertEquals(List.of("0"), rows("SELECT count(*) FROM t"));
        assertEquals(List.of("10"), rows("SELECT t.b FROM public.t" + at));
        assertEquals(List.of("1"), rows("SELECT count(*) FROM (SELECT 1 FROM t" + at + ") AS x"));
        run(
                "INSERT INTO t SELECT a, b + 1 FROM t" + later,
                "CREATE TABLE u AS SELECT * FROM t" + at);
        assertEquals(List.of("1|21", "2|31"), rows("SELECT * FROM t ORDER BY a"));
        assertEquals(List.of("1|10"), rows("SELECT * FROM u"));
    }

    @Test
    void namesAreThoseOfTheVersion() throws SQLException {
        run(
                "CREATE SCHEMA gone",
                "CREATE TABLE gone.t (a INTEGER, old INTEGER)",
                "INSERT INTO gone.t VALUES (1, 2)",
                "CREATE VIEW gone.v AS SELECT a + old AS s FROM gone.t");
        long version = version();
        String at = " AT (VERSION => " + version + ")";
        run(
                "DROP VIEW gone.v",
                "ALTER TABLE gone.t DROP COLUMN old",
                "ALTER TABLE gone.t RENAME TO renamed",
                "DROP SCHEMA gone CASCADE");
        assertEquals(List.of("1|2"), rows("SELECT a, old FROM gone.t" + at));
        assertEquals(List.of("3"), rows("SELECT s FROM gone.v" + at));
        assertEquals("42P01", refused("SELECT * FROM gone.renamed" + at).getSQLState());
        run("CREATE VIEW w AS SELECT s * 2 AS d FROM gone.v" + at);
        assertEquals(List.of("6"), rows("SELECT d FROM w"));
        restart();
        assertEquals(List.of("6"), rows("SELECT d FROM w"));
    }

    @Test
    void timesFindTheVersionThatWasCurrent() throws SQLException {
        run("CREATE TABLE t (a INTEGER)");
        Map<String, Integer> times = new LinkedHashMap<>();
        for (int i = 1; i <= 40; i++) {
            run("INSERT INTO t VALUES (" + i + ")");
            times.put(rows("SELECT committed FROM svv_version").getFirst(), i);
        }
        for (Map.Entry<String, Integer> time : times.entrySet()) {
            String at = " AT (TIMESTAMP => '" + time.getKey() + "')";
            assertEquals(
                    List.of(time.getValue().toString()), rows("SELECT count(*) FROM t" + at), at);
        }
        String last = times.keySet().stream().reduce((a, b) -> b).orElseThrow();
        run("SET timezone TO 'Asia/Tokyo'");
        assertEquals(
                List.of("40"),
                rows("SELECT count(*) FROM t AT (TIMESTAMP => '" + last + "+00'::timestamptz)"));
        run("SET timezone TO 'UTC'");
        assertEquals(List.of("40"), rows("SELECT count(*) FROM t AT (OFFSET => 0)"));
        assertEquals(
                "22023",
                refused("SELECT * FROM t AT (TIMESTAMP => '1999-01-01 00:00:00')").getSQLState());
        assertEquals(
                "22023",
                refused("SELECT * FROM t AT (TIMESTAMP => '2999-01-01 00:00:00')").getSQLState());
        assertEquals("22023", refused("SELECT * FROM t AT (OFFSET => -99999999)").getSQLState());
    }

    @Test
    void whatIsNotThereSaysSo() throws SQLException {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)");
        long version = version();
        SQLException future = refused("SELECT * FROM t AT (VERSION => " + (version + 1) + ")");
        assertEquals("22023", future.getSQLState());
        assertTrue(
                future.getMessage().contains("The newest version is " + version),
                future::getMessage);
        assertEquals("22023", refused("SELECT * FROM t AT (VERSION => 0)").getSQLState());
        assertEquals("42P01", refused("SELECT * FROM t AT (VERSION => 1)").getSQLState());
        assertEquals("42704", refused("SELECT * FROM t AT (SNAPSHOT => none)").getSQLState());
        assertEquals("0A000", refused("SELECT * FROM pg_class AT (VERSION => 1)").getSQLState());
        assertEquals("0A000", refused("SELECT * FROM t AT (TIMESTAMP => now())").getSQLState());
        assertEquals("42601", refused("SELECT * FROM t AT (VERSIO => 1)").getSQLState());
        String at = " AT (VERSION => " + version + ")";
        for (String change :
                List.of(
                        "UPDATE t" + at + " SET a = 1",
                        "DELETE FROM t" + at,
                        "INSERT INTO t" + at + " VALUES (1)",
                        "TRUNCATE t" + at,
                        "COPY t" + at + " FROM '/nowhere'")) {
            assertEquals("42809", refused(change).getSQLState(), change);
        }
    }

    @Test
    void resultsOfVersionsAreCachedApart() throws SQLException {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)");
        long first = version();
        run("INSERT INTO t VALUES (2)");
        String now = "SELECT count(*) FROM t";
        String then = now + " AT (VERSION => " + first + ")";
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of("1"), rows(then));
            assertEquals(List.of(Integer.toString(2 + i)), rows(now));
            run("INSERT INTO t VALUES (3)");
        }
        connection.setAutoCommit(false);
        run("DELETE FROM t");
        assertEquals(List.of("0"), rows(now));
        assertEquals(List.of("1"), rows(then));
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Test
    void retentionEndsWhatCanBeAsked() throws SQLException {
        run("CREATE TABLE t (a INTEGER) WITH (retention = 0)", "INSERT INTO t VALUES (1)");
        long first = version();
        String then = "SELECT count(*) FROM t AT (VERSION => " + first + ")";
        assertEquals(List.of("1"), rows(then));
        try (PreparedStatement prepared = connection.prepareStatement(then)) {
            prepared.executeQuery().close();
            run("INSERT INTO t VALUES (2)");
            assertEquals("72000", refused(then).getSQLState());
            assertEquals(
                    "72000",
                    assertThrows(SQLException.class, prepared::executeQuery).getSQLState());
            run("ALTER TABLE t SET (retention = '2 days 12:00')");
            try (ResultSet result = prepared.executeQuery()) {
                assertEquals(List.of("1"), TestLeader.rows(result));
            }
        }
        String options = "SELECT retention FROM svv_table_info WHERE \"table\" = 't'";
        assertEquals(List.of("216000 seconds"), rows(options));
        run("ALTER TABLE t RESET (retention)");
        assertEquals(List.of("null"), rows(options));
        assertEquals(List.of("1"), rows(then));
        run("CREATE TABLE u WITH (retention = '0 days') AS SELECT * FROM t");
        long copied = version();
        run("DROP TABLE u");
        assertEquals(
                "72000", refused("SELECT * FROM u AT (VERSION => " + copied + ")").getSQLState());
        for (String bad : List.of("91", "'-1 day'", "'1 month'", "'soon'")) {
            assertEquals(
                    "22023",
                    refused("ALTER TABLE t SET (retention = " + bad + ")").getSQLState(),
                    bad);
        }
        assertEquals("22023", refused("ALTER TABLE t SET (fillfactor = 7)").getSQLState());
    }
}
