package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.Answer;
import io.colonnade.bench.AnswerChecker;
import io.colonnade.bench.DuckDb;
import io.colonnade.bench.RecordedAnswers;
import io.colonnade.bench.TpchQuery;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three nodes: queries, and changes of tables of every distribution style, against DuckDB over the
 * same data; then other nodes over the same bucket. {@code -Dqueries=} runs more generated queries.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
    private static final double SCALE = TestWarehouse.SCALE;
    private static final long DEFAULT_SEED = 31_415;
    private static final int QUERIES = Integer.getInteger("queries", 90);
    private static final List<String> STYLES =
            List.of("DISTSTYLE EVEN", "DISTKEY (k)", "DISTSTYLE ALL");
    private static final String NOT_SUPPORTED = "0A000";

    @TempDir private static Path folder;

    private static DuckDb duckDb;
    private static ClusterInProcess cluster;
    private static Connection connection;

    @BeforeAll
    static void start() throws IOException, SQLException {
        duckDb = DuckDb.inMemory(2);
        cluster = new ClusterInProcess(folder, 2, 1, 2);
        connection = cluster.connect();
        TestWarehouse.load(folder, connection, duckDb);
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        cluster.close();
        duckDb.close();
    }

    @Test
    @Order(1)
    void plansMoveRowsInEveryWay() throws SQLException {
        String plans =
                explain("SELECT * FROM lineitem JOIN orders ON l_orderkey = o_orderkey")
                        + explain(
                                "SELECT * FROM lineitem JOIN part ON l_partkey = p_partkey"
                                        + " ORDER BY l_shipdate")
                        + explain(
                                "SELECT * FROM partsupp a JOIN partsupp b"
                                        + " ON a.ps_availqty = b.ps_availqty")
                        + explain("SELECT l_suppkey, count(*) FROM lineitem GROUP BY 1");
        for (String part : List.of("DS_DIST_NONE", "DS_BCAST_INNER", "DS_DIST_BOTH")) {
            assertTrue(plans.contains(part), part + " in\n" + plans);
        }
    }

    private static String explain(String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN " + query)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    @Order(2)
    void tpchAnswersAreTheRecordedOnes() throws SQLException {
        checkTpch();
    }

    private static void checkTpch() throws SQLException {
        List<String> failures = new ArrayList<>();
        for (TpchQuery query : TpchQuery.all(SCALE)) {
            Answer expected = RecordedAnswers.find(query, SCALE).orElseThrow();
            difference(expected, query.sql(), query.orderColumns())
                    .ifPresent(text -> failures.add(query.label() + ": " + text));
        }
        assertEquals(List.of(), failures);
    }

    @Test
    @Order(2)
    void everyNodeTellsOfItsBlocks() throws SQLException {
        assertEquals(
                "3 t", row("SELECT count(DISTINCT node), min(memory_hits) > 0 FROM stv_cache"));
        assertEquals(
                row("SELECT 5, count(*) FROM lineitem"),
                row(
                        "SELECT count(DISTINCT slice), sum(num_values) FROM svv_diskusage"
                                + " WHERE name = 'lineitem' AND col = 0"));
    }

    private static String row(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1) + " " + row.getString(2);
        }
    }

    @Test
    @Order(3)
    void generatedQueriesAgreeWithDuckDb() throws SQLException {
        checkGenerated(seed(), QUERIES);
    }

    private static void checkGenerated(long seed, int count) throws SQLException {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RandomQuery query = RandomQuery.of(seed + i);
            Answer expected;
            try {
                expected = duckDb.answer(query.sql());
            } catch (SQLException refused) {
                continue;
            }
            difference(expected, query.sql(), query.orderColumns())
                    .ifPresent(
                            text ->
                                    failures.add(
                                            "seed %d: %s\n%s;\n"
                                                    .formatted(query.seed(), text, query.sql())));
        }
        assertEquals("", String.join("\n", failures), failures.size() + " queries failed");
    }

    private static long seed() {
        String given = System.getProperty("seed", "");
        return given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
    }

    private static Optional<String> difference(Answer expected, String sql, List<Integer> order) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return AnswerChecker.difference(expected, Answer.read(result), order);
        } catch (SQLException e) {
            return NOT_SUPPORTED.equals(e.getSQLState())
                    ? Optional.empty()
                    : Optional.of("error " + e.getSQLState() + ", " + ErrorText.oneLine(e));
        }
    }

    @Test
    @Order(4)
    void changesOfTablesOfEveryStyleAgreeWithDuckDb() throws SQLException {
        for (String style : STYLES) {
            changeTable(changed(style), style);
        }
    }

    private static String changed(String style) {
        return "changed_" + Math.abs(style.hashCode() % 1000);
    }

    private static void changeTable(String table, String style) throws SQLException {
        String columns = " (k INTEGER, s VARCHAR(30), d DECIMAL(12,2))";
        execute("CREATE TABLE " + table + columns + " " + style);
        duckDb.execute("CREATE TABLE " + table + columns);
        both(
                "INSERT INTO %s SELECT l_orderkey, l_shipmode, l_extendedprice FROM lineitem"
                        .formatted(table));
        compare(table);
        both(
                "INSERT INTO %s VALUES (1, 'one', 1.5), (2, NULL, 2.5), (NULL, 'x', NULL)"
                        .formatted(table));
        execute("CREATE SNAPSHOT " + table);
        duckDb.execute("CREATE TABLE %s_then AS SELECT * FROM %s".formatted(table, table));
        both("DELETE FROM %s WHERE k %% 7 = 3".formatted(table));
        compare(table);
        both(
                "DELETE FROM %s WHERE k IN (SELECT o_orderkey FROM orders WHERE o_orderstatus = 'F')"
                        .formatted(table));
        compare(table);
        both("UPDATE %s SET d = d + 1, k = k + 1 WHERE s = 'AIR'".formatted(table));
        compare(table);
        both("UPDATE %s SET s = 'none' WHERE s IS NULL".formatted(table));
        compare(table);
        execute("CREATE TABLE %s_copy DISTKEY (k) AS SELECT * FROM %s".formatted(table, table));
        duckDb.execute("CREATE TABLE %s_copy AS SELECT * FROM %s".formatted(table, table));
        compare(table + "_copy");
        comparePast(table);
        execute("CREATE TABLE %s_clone CLONE %s".formatted(table, table));
        duckDb.execute("CREATE TABLE %s_clone AS SELECT * FROM %s".formatted(table, table));
        both("DELETE FROM %s_clone WHERE k %% 5 = 1".formatted(table));
        compare(table + "_clone");
        compare(table);
    }

    /** The saved version, alone and beside the present. */
    private static void comparePast(String table) throws SQLException {
        String then = table + " AT (SNAPSHOT => " + table + ")";
        for (String sql :
                List.of(
                        "SELECT count(*), count(s), sum(k), sum(d) FROM %s AS a",
                        "SELECT count(*), sum(a.d) FROM %s AS a, orders WHERE k = o_orderkey",
                        "SELECT count(*), sum(a.d), sum(b.d) FROM %s AS a JOIN "
                                + table
                                + " AS b ON a.k = b.k")) {
            assertEquals(
                    Optional.empty(),
                    difference(
                            duckDb.answer(sql.formatted(table + "_then")),
                            sql.formatted(then),
                            List.of()),
                    sql.formatted(then));
        }
    }

    /** Rows of single inserts are in the log, and still where their keys say. */
    @Test
    @Order(4)
    void singleRowsAreJoinedWhereTheyAre() throws SQLException {
        for (String table : List.of("inline_a", "inline_b")) {
            execute("CREATE TABLE " + table + " (k INTEGER DISTKEY, v VARCHAR(20))");
            for (int i = 0; i < 150; i++) {
                execute("INSERT INTO %s VALUES (%d, 'v%d')".formatted(table, i, i % 7));
            }
        }
        String join = "SELECT count(*), sum(a.k) FROM inline_a a JOIN inline_b b ON a.k = b.k";
        assertTrue(explain(join).contains("DS_DIST_NONE"), explain(join));
        assertRow("150|11175", join);
        execute("DELETE FROM inline_b WHERE k >= 100");
        execute("UPDATE inline_a SET k = k + 1 WHERE k < 100");
        assertRow("99|4950", join);
        assertRow("150|11275", "SELECT count(*), sum(k) FROM inline_a");
    }

    private static void assertRow(String expected, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            assertEquals(expected, result.getString(1) + "|" + result.getString(2), sql);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a change on both sides; as many rows must be concerned. */
    private static void both(String sql) throws SQLException {
        duckDb.execute(sql);
        execute(sql);
    }

    private static void compare(String table) throws SQLException {
        for (String sql :
                List.of(
                        "SELECT count(*), count(k), count(s), sum(k), sum(d) FROM " + table,
                        "SELECT s, count(*), sum(d) FROM " + table + " GROUP BY s ORDER BY s",
                        "SELECT count(*), sum(d) FROM %s, orders WHERE k = o_orderkey"
                                .formatted(table))) {
            assertEquals(
                    Optional.empty(),
                    difference(duckDb.answer(sql), sql, List.of()),
                    table + ": " + sql);
        }
    }

    @Test
    @Order(5)
    void otherNodesReadWhatTheseWrote() throws SQLException {
        restart(1, 2);
        for (String style : STYLES) {
            comparePast(changed(style));
        }
        checkTpch();
        checkGenerated(seed() + QUERIES, QUERIES / 3);
        both(
                "INSERT INTO orders SELECT o_orderkey + 1000000, o_custkey, o_orderstatus,"
                        + " o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority,"
                        + " o_comment FROM orders WHERE o_orderkey < 5000");
        both("DELETE FROM lineitem WHERE l_orderkey % 5 = 1");
        checkGenerated(seed() + 2 * QUERIES, QUERIES / 3);
        restart(3);
        checkGenerated(seed() + 2 * QUERIES, QUERIES / 3);
    }

    private static void restart(int... slices) throws SQLException {
        connection.close();
        cluster.close();
        cluster = new ClusterInProcess(folder, slices);
        connection = cluster.connect();
    }
}
