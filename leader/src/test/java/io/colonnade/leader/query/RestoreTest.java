package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Saved snapshots, RESTORE, CLONE and UNDROP. */
class RestoreTest {
    private static final long SEED = Long.getLong("seed", 15);

    @TempDir private Path folder;

    private TestLeader leader;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        leader = new TestLeader(folder);
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

    private String refused(String sql) {
        return assertThrows(SQLException.class, () -> run(sql), sql).getSQLState();
    }

    private void restart() throws SQLException {
        connection.close();
        leader.restart();
        connection = leader.connect();
    }

    @Test
    void aSnapshotKeepsItsVersionBeyondRetention() throws SQLException {
        run("CREATE TABLE t (a INTEGER) WITH (retention = 0)", "INSERT INTO t VALUES (1), (2)");
        long version = version();
        run("CREATE SNAPSHOT before_change", "CREATE SNAPSHOT short EXPIRES AFTER '7 days'");
        run("DELETE FROM t WHERE a = 1", "VACUUM t");
        restart();
        assertEquals(
                List.of("before_change|" + version + "|null|admin", "short"),
                List.of(
                        rows("SELECT snapshot_name, version, expires, owner FROM"
                                        + " svv_snapshots WHERE expires IS NULL")
                                .getFirst(),
                        rows("SELECT snapshot_name FROM svv_snapshots WHERE bytes > 0"
                                        + " AND datediff(day, created, expires) = 7")
                                .getFirst()));
        assertEquals(List.of("2"), rows("SELECT count(*) FROM t AT (SNAPSHOT => before_change)"));
        assertEquals(List.of("2"), rows("SELECT count(*) FROM t AT (VERSION => " + version + ")"));
        assertEquals("42710", refused("CREATE SNAPSHOT short"));
        run("DROP SNAPSHOT before_change", "DROP SNAPSHOT IF EXISTS before_change");
        assertEquals("42704", refused("DROP SNAPSHOT before_change"));
        assertEquals("42704", refused("RESTORE TABLE t FROM SNAPSHOT before_change"));
        assertEquals("72000", refused("SELECT * FROM t AT (VERSION => " + version + ")"));
        connection.setAutoCommit(false);
        run("INSERT INTO t VALUES (3)");
        assertEquals("25001", refused("CREATE SNAPSHOT inside"));
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Test
    void aTableComesBackAsItWas() throws SQLException {
        run(
                "CREATE TABLE t (a INTEGER, b INTEGER) DISTKEY(a)",
                "INSERT INTO t SELECT n, n * 2 FROM generate_series(1, 1000) AS n");
        long version = version();
        run(
                "UPDATE t SET b = 0 WHERE a <= 500",
                "DELETE FROM t WHERE a > 900",
                "ALTER TABLE t ADD COLUMN c INTEGER",
                "INSERT INTO t VALUES (5000, 1, 1)");
        String at = " AT (VERSION => " + version + ")";
        run("RESTORE TABLE t" + at + " AS old");
        assertEquals(List.of("1000|1001000"), rows("SELECT count(*), sum(b) FROM old"));
        assertEquals(List.of("901"), rows("SELECT count(*) FROM t"));
        run("RESTORE TABLE t" + at);
        assertEquals(List.of("1000|1001000"), rows("SELECT count(*), sum(b) FROM t"));
        assertEquals("42703", refused("SELECT c FROM t"));
        run("UPDATE t SET b = 7 WHERE a % 2 = 0", "INSERT INTO t VALUES (6000, 6)", "VACUUM t");
        assertEquals(List.of("1001|503506"), rows("SELECT count(*), sum(b) FROM t"));
        assertEquals(List.of("1000|1001000"), rows("SELECT count(*), sum(b) FROM old"));
        restart();
        assertEquals(List.of("1001|503506"), rows("SELECT count(*), sum(b) FROM t"));
    }

    @Test
    void restoringTellsItsConflicts() throws SQLException {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)");
        long first = version();
        run("ALTER TABLE t ADD COLUMN b INTEGER", "CREATE VIEW v AS SELECT b FROM t");
        String at = " AT (VERSION => " + first + ")";
        assertEquals("2BP01", refused("RESTORE TABLE t" + at));
        run("DROP VIEW v", "ALTER TABLE t RENAME TO u", "CREATE TABLE t (x INTEGER)");
        assertEquals("42P07", refused("RESTORE TABLE t" + at));
        assertEquals("42P07", refused("RESTORE TABLE t" + at + " AS u"));
        run("DROP TABLE t", "RESTORE TABLE t" + at);
        assertEquals(List.of("1"), rows("SELECT * FROM t"));
        assertEquals("42P01", refused("SELECT * FROM u"));
        try (Connection other = leader.connect()) {
            connection.setAutoCommit(false);
            run("RESTORE TABLE t" + at);
            TestLeader.run(other, "INSERT INTO t VALUES (2)");
            assertEquals(
                    "40001", assertThrows(SQLException.class, connection::commit).getSQLState());
            connection.rollback();
            run("DELETE FROM t WHERE a = 1");
            TestLeader.run(other, "RESTORE TABLE t" + at);
            assertEquals(
                    "40001", assertThrows(SQLException.class, connection::commit).getSQLState());
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertEquals(List.of("1"), rows("SELECT * FROM t"));
    }

    @Test
    void changesAfterARestoreInOneTransaction() throws SQLException {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1), (2), (3)");
        long first = version();
        run("DELETE FROM t WHERE a = 2");
        connection.setAutoCommit(false);
        run(
                "INSERT INTO t VALUES (9)",
                "RESTORE TABLE t AT (VERSION => " + first + ")",
                "DELETE FROM t WHERE a = 1",
                "INSERT INTO t VALUES (4)",
                "CREATE TABLE c CLONE t",
                "DELETE FROM c WHERE a = 4",
                "INSERT INTO c VALUES (5)",
                "CREATE TABLE d CLONE t",
                "TRUNCATE d",
                "INSERT INTO d VALUES (8)");
        connection.commit();
        connection.setAutoCommit(true);
        for (int i = 0; i < 2; i++) {
            assertEquals(List.of("2", "3", "4"), rows("SELECT a FROM t ORDER BY a"));
            assertEquals(List.of("2", "3", "5"), rows("SELECT a FROM c ORDER BY a"));
            assertEquals(List.of("8"), rows("SELECT a FROM d"));
            restart();
        }
    }

    @Test
    void theWarehouseComesBackAsItWas() throws SQLException {
        run(
                "CREATE SCHEMA s",
                "CREATE TABLE s.a (x INTEGER PRIMARY KEY)",
                "CREATE TABLE b (x INTEGER)",
                "CREATE TABLE same (x INTEGER)",
                "CREATE VIEW v AS SELECT a.x FROM s.a JOIN b ON a.x = b.x",
                "INSERT INTO s.a VALUES (1), (2)",
                "INSERT INTO b VALUES (2)",
                "CREATE TEMP TABLE mine (x INTEGER)",
                "CREATE SNAPSHOT good",
                "DROP TABLE mine");
        assertEquals("42P01", refused("SELECT * FROM mine AT (SNAPSHOT => good)"));
        assertEquals("42P01", refused("UNDROP TABLE pg_temp.mine"));
        run(
                "INSERT INTO b VALUES (1)",
                "DROP VIEW v",
                "DROP SCHEMA s CASCADE",
                "ALTER TABLE b RENAME TO a",
                "CREATE TABLE b (y INTEGER)",
                "CREATE VIEW newer AS SELECT y FROM b",
                "CREATE SCHEMA later",
                "CREATE TABLE later.t (x INTEGER)",
                "CREATE USER keeper PASSWORD 'Secret-1234' CREATEUSER");
        connection.close();
        connection = leader.connect("keeper", "Secret-1234");
        run("CREATE TEMP TABLE kept (x INTEGER)", "INSERT INTO kept VALUES (7)");
        run("RESTORE WAREHOUSE FROM SNAPSHOT good");
        assertEquals(List.of("7"), rows("SELECT x FROM kept"));
        connection.close();
        leader.restart();
        connection = leader.connect("keeper", "Secret-1234");
        assertEquals(List.of("2"), rows("SELECT x FROM v"));
        assertEquals(List.of("1", "2"), rows("SELECT x FROM s.a ORDER BY x"));
        assertEquals("42P01", refused("SELECT * FROM newer"));
        assertEquals("3F000", refused("CREATE TABLE later.u (x INTEGER)"));
        assertEquals(List.of("good"), rows("SELECT snapshot_name FROM svv_snapshots"));
        assertEquals(
                List.of("b|y", "t|x"),
                rows(
                        "SELECT \"table\", CASE \"table\" WHEN 'b' THEN 'y' ELSE 'x' END FROM"
                                + " svv_dropped_tables ORDER BY 1"));
        run("CREATE USER plain PASSWORD 'Secret-1234'");
        connection.close();
        connection = leader.connect("plain", "Secret-1234");
        assertEquals("42501", refused("RESTORE WAREHOUSE FROM SNAPSHOT good"));
        assertEquals("42501", refused("CREATE SNAPSHOT mine"));
        assertEquals("42501", refused("DROP SNAPSHOT good"));
    }

    @Test
    void droppedTablesComeBack() throws SQLException {
        run(
                "CREATE TABLE t (a INTEGER IDENTITY(1,1), b INTEGER)",
                "INSERT INTO t(b) VALUES (10), (20)",
                "DROP TABLE t",
                "CREATE TABLE t (other INTEGER)",
                "INSERT INTO t VALUES (99)",
                "DROP TABLE t");
        run("UNDROP TABLE t");
        assertEquals(List.of("99"), rows("SELECT other FROM t"));
        assertEquals("42P07", refused("UNDROP TABLE t"));
        run("ALTER TABLE t RENAME TO newer", "UNDROP TABLE public.t");
        restart();
        run("INSERT INTO t(b) VALUES (30)");
        assertEquals(List.of("10", "20", "30"), rows("SELECT b FROM t ORDER BY a"));
        assertEquals(List.of("3|3"), rows("SELECT count(DISTINCT a), count(*) FROM t"));
        assertEquals("42P01", refused("UNDROP TABLE t2"));
        run("CREATE TABLE brief (a INTEGER) WITH (retention = 0)", "DROP TABLE brief");
        assertEquals("42P01", refused("UNDROP TABLE brief"));
        assertEquals("42P06", refused("UNDROP SCHEMA public"));
        assertEquals("3F000", refused("UNDROP SCHEMA never"));
        connection.setAutoCommit(false);
        run("INSERT INTO newer VALUES (98)", "DROP TABLE newer", "UNDROP TABLE newer");
        run("CREATE TABLE never (a INTEGER)", "DROP TABLE never");
        connection.commit();
        connection.setAutoCommit(true);
        assertEquals(List.of("99"), rows("SELECT other FROM newer"));
        assertEquals("42P01", refused("UNDROP TABLE never"));
    }

    @Test
    void droppedSchemasComeBack() throws SQLException {
        run(
                "CREATE SCHEMA s",
                "CREATE TABLE s.parent (k INTEGER PRIMARY KEY)",
                "CREATE TABLE s.child (k INTEGER IDENTITY(1,1), p INTEGER REFERENCES s.parent)",
                "CREATE TABLE s.earlier (k INTEGER)",
                "CREATE TABLE public.other (k INTEGER)",
                "CREATE VIEW s.v AS SELECT count(*) AS n FROM s.child",
                "CREATE VIEW s.w AS SELECT n + 1 AS m FROM s.v",
                "CREATE VIEW s.lost AS SELECT * FROM public.other",
                "INSERT INTO s.parent VALUES (1)",
                "INSERT INTO s.child (p) VALUES (1), (1)",
                "DROP TABLE s.earlier",
                "DROP SCHEMA s CASCADE",
                "DROP TABLE public.other");
        restart();
        run("UNDROP SCHEMA s");
        assertEquals(List.of("3"), rows("SELECT m FROM s.w"));
        run("INSERT INTO s.child (p) VALUES (1)");
        assertEquals(List.of("3|3"), rows("SELECT count(DISTINCT k), count(*) FROM s.child"));
        assertEquals("42P01", refused("SELECT * FROM s.earlier"));
        assertEquals("42P01", refused("SELECT * FROM s.lost"));
        assertEquals("2BP01", refused("DROP TABLE s.parent"));
        assertEquals("42P06", refused("UNDROP SCHEMA s"));
        connection.setAutoCommit(false);
        run("INSERT INTO s.parent VALUES (2)", "DROP SCHEMA s CASCADE", "UNDROP SCHEMA s");
        connection.commit();
        connection.setAutoCommit(true);
        assertEquals(List.of("4"), rows("SELECT m FROM s.w"));
        run("DROP SCHEMA s CASCADE", "CREATE SCHEMA s", "DROP SCHEMA s");
        run("UNDROP SCHEMA s");
        assertEquals(List.of("4"), rows("SELECT m FROM s.w"));
        run("CREATE SCHEMA empty", "DROP SCHEMA empty");
        assertEquals("3F000", refused("UNDROP SCHEMA empty"));
    }

    @Test
    void clonesLookLikeTables() throws SQLException {
        run(
                "CREATE TABLE b (a INTEGER IDENTITY(5,5), k INTEGER NOT NULL DEFAULT 3,"
                        + " PRIMARY KEY (k)) DISTKEY(k) SORTKEY(a)",
                "INSERT INTO b(k) VALUES (1), (2)");
        long before = version();
        run("DELETE FROM b WHERE k = 1");
        run("CREATE TABLE c CLONE b", "CREATE TABLE IF NOT EXISTS c CLONE b");
        run("CREATE TABLE d CLONE b AT (VERSION => " + before + ")");
        assertEquals("42P07", refused("CREATE TABLE c CLONE b"));
        assertEquals("42P01", refused("CREATE TABLE e CLONE nothing"));
        assertEquals("42809", refused("CREATE TABLE e CLONE pg_catalog.pg_class"));
        assertEquals("0A000", refused("CREATE TEMP TABLE e CLONE b"));
        assertEquals("23502", refused("INSERT INTO c(k) VALUES (NULL)"));
        run("INSERT INTO c(k) VALUES (4)");
        assertEquals(List.of("2"), rows("SELECT count(DISTINCT a) FROM c"));
        assertEquals(List.of("1", "2"), rows("SELECT k FROM d ORDER BY 1"));
        assertEquals(
                rows(
                        "SELECT \"column\", type, distkey, sortkey, \"notnull\" FROM pg_table_def"
                                + " WHERE tablename = 'b'"),
                rows(
                        "SELECT \"column\", type, distkey, sortkey, \"notnull\" FROM pg_table_def"
                                + " WHERE tablename = 'c'"));
        assertEquals(
                List.of("1"),
                rows(
                        "SELECT count(*) FROM information_schema.table_constraints WHERE table_name"
                                + " IN ('b','c','d')"));
        run("DROP TABLE b");
        restart();
        assertEquals(List.of("2", "4"), rows("SELECT k FROM c ORDER BY 1"));
    }

    /** Two clones and their source under random changes, each against a map. */
    @Test
    void clonesAreIndependent() throws SQLException {
        Random random = new Random(SEED);
        run(
                "CREATE TABLE t0 (k INTEGER, v INTEGER) DISTKEY(k) SORTKEY(k)",
                "INSERT INTO t0 SELECT n, n FROM generate_series(0, 199) AS n");
        List<Map<Integer, Integer>> models = new ArrayList<>();
        Map<Integer, Integer> first = new TreeMap<>();
        for (int k = 0; k < 200; k++) {
            first.put(k, k);
        }
        models.add(first);
        int steps = Integer.getInteger("runs", 60);
        for (int step = 0; step < steps; step++) {
            if (step == 5 || step == 20) {
                int of = random.nextInt(models.size());
                run("CREATE TABLE t" + models.size() + " CLONE t" + of);
                models.add(new TreeMap<>(models.get(of)));
            }
            int table = random.nextInt(models.size());
            change(random, "t" + table, models.get(table), step);
            if (step == steps / 2) {
                restart();
            }
            verify(models, step);
        }
        run("DROP TABLE t0");
        models.getFirst().clear();
        for (int i = 1; i < models.size(); i++) {
            assertEquals(text(models.get(i)), rows("SELECT k, v FROM t" + i + " ORDER BY k"));
        }
        assertFalse(models.get(1).equals(models.get(2)), "the clones went apart");
    }

    private void change(Random random, String table, Map<Integer, Integer> model, int step)
            throws SQLException {
        int from = random.nextInt(200);
        int to = from + random.nextInt(30);
        String range = " WHERE k BETWEEN " + from + " AND " + to;
        switch (random.nextInt(5)) {
            case 0 -> {
                run("DELETE FROM " + table + range);
                model.keySet().removeIf(k -> k >= from && k <= to);
            }
            case 1 -> {
                run("UPDATE " + table + " SET v = v + " + step + range);
                model.replaceAll((k, v) -> k >= from && k <= to ? v + step : v);
            }
            case 2 -> {
                int key = 1_000 + step;
                run("INSERT INTO " + table + " VALUES (" + key + ", " + step + ")");
                model.put(key, step);
            }
            case 3 -> run("VACUUM " + table);
            default -> {
                connection.setAutoCommit(false);
                run("UPDATE " + table + " SET v = -1" + range, "DELETE FROM " + table);
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private void verify(List<Map<Integer, Integer>> models, int step) throws SQLException {
        for (int i = 0; i < models.size(); i++) {
            int table = i;
            List<String> found = rows("SELECT k, v FROM t" + i + " ORDER BY k");
            assertTrue(
                    text(models.get(i)).equals(found),
                    () -> "seed " + SEED + ", step " + step + ", table t" + table + ": " + found);
        }
    }

    private static List<String> text(Map<Integer, Integer> model) {
        return model.entrySet().stream().map(e -> e.getKey() + "|" + e.getValue()).toList();
    }
}
