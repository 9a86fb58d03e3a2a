package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Zone maps: conditions of every form skip blocks, and skipping never changes an answer. */
class ZoneMapsTest {
    private static final long SEED = Long.getLong("seed", 20260106L);
    private static final int RUNS = Integer.getInteger("runs", 100);
    private static final List<String> COMPARISONS = List.of("=", "<", "<=", ">", ">=", "<>");
    private static final int EXACT_FORMS = 14;
    private static final int ALL_FORMS = 16;
    private static final int PARTS = 6;
    private static final int PART_ROWS = 5_000;
    private static final Pattern SKIPPED = Pattern.compile("Row groups: read=\\d+ skipped=(\\d+)");

    @TempDir private static Path folder;

    private static TestLeader leader;
    private static Connection connection;

    private final Random random = new Random(SEED);

    /** The values of each part lie close together, so its zones are narrow. */
    @BeforeAll
    static void start() throws SQLException {
        leader = new TestLeader(folder);
        connection = leader.connect();
        TestLeader.run(
                connection,
                "SET enable_result_cache_for_session TO off",
                "CREATE TABLE d (x INTEGER)",
                "INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE z (i INTEGER, b BIGINT, p DECIMAL(12, 2), w DECIMAL(30, 2),"
                        + " f DOUBLE PRECISION, r REAL, dt DATE, ts TIMESTAMP, s VARCHAR(20),"
                        + " c CHAR(12), flag BOOLEAN, o INTEGER)");
        for (int part = 0; part < PARTS; part++) {
            TestLeader.run(
                    connection,
                    "INSERT INTO z SELECT n, n * 1000003::bigint, n / 4.0, n * 10000000000.0,"
                            + " n / 7.0, n / 8.0, dateadd(day, n, '1990-01-01'),"
                            + " dateadd(hour, n, '1990-01-01'),"
                            + " chr(97 + n / 2000) || ' word ' || n,"
                            + " chr(65 + n / 3000) || n % 50,"
                            + " n < 12000, CASE WHEN n < 12000 THEN NULL ELSE n % 1000 END FROM"
                            + " (SELECT a.x + 10 * b.x + 100 * c.x + 1000 * e.x + "
                            + part * PART_ROWS
                            + " AS n FROM d a, d b, d c, d e WHERE e.x < 5) q");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        leader.close();
    }

    private static List<String> rows(String zoneMaps, String sql) throws SQLException {
        TestLeader.run(connection, "SET enable_zone_maps TO " + zoneMaps);
        try {
            return TestLeader.rows(connection, sql);
        } catch (SQLException e) {
            throw new SQLException(sql + ", seed " + SEED, e);
        }
    }

    private static int skipped(String zoneMaps, String condition) throws SQLException {
        String plan =
                String.join(
                        "\n",
                        rows(
                                zoneMaps,
                                "EXPLAIN ANALYZE SELECT count(*), sum(i) FROM z WHERE "
                                        + condition));
        Matcher matcher = SKIPPED.matcher(plan);
        assertTrue(matcher.find(), plan);
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void conditionsOfEveryFormSkipBlocks() throws SQLException {
        List<String> conditions =
                List.of(
                        "i = 700",
                        "b BETWEEN 1000003 AND 5000015",
                        "p > 7000.25",
                        "p IN (1.25, 2.5)",
                        "w < 10000000000000",
                        "f >= 4000",
                        "r < 12.5",
                        "dt = '1990-02-03'",
                        "dt BETWEEN '1990-01-01' AND '1990-12-31'",
                        "ts > '1993-01-01 12:00'",
                        "s = 'a word 17'",
                        "s LIKE 'b wo%'",
                        "s LIKE 'a%7'",
                        "c IN ('A7', 'J49')",
                        "c LIKE 'B%'",
                        "i IN (3, 29999)",
                        "flag",
                        "NOT flag",
                        "o IS NULL",
                        "o IS NOT NULL");
        for (String condition : conditions) {
            assertEquals(0, skipped("off", condition), condition);
            assertTrue(skipped("on", condition) > 0, condition);
        }
    }

    private String condition(int forms) {
        int n = random.nextInt(PARTS * PART_ROWS + 2000) - 1000;
        int m = n + random.nextInt(3000);
        String compare = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
        String not = random.nextInt(4) == 0 ? "NOT " : "";
        String letter = String.valueOf((char) ('a' + random.nextInt(16)));
        return switch (random.nextInt(forms)) {
            case 0 -> "i " + compare + " " + n;
            case 1 -> "b " + compare + " " + n + "::bigint * 1000003";
            case 2 -> "p " + compare + " " + n / 4 + "." + 25 * (n & 3);
            case 3 -> "w " + compare + " " + n + "0000000000";
            case 6 -> "dt " + compare + " dateadd(day, " + n + ", '1990-01-01')";
            case 7 -> "ts " + compare + " dateadd(hour, " + n + ", '1990-01-01')";
            case 8 -> "s " + compare + " '" + letter + " word " + n + "'";
            case 9 -> "s " + not + "LIKE '" + letter + (n % 2 == 0 ? "%" : " word 1_%'||'%") + "'";
            case 10 -> "c " + not + "LIKE '" + letter.toUpperCase(Locale.ROOT) + "%'";
            case 11 -> "i " + not + "IN (" + n + ", " + m + ", NULL, " + (n + m) / 2 + ")";
            case 12 -> "i " + not + "BETWEEN " + n + " AND " + m;
            case 13 -> "o IS " + not + "NULL";
            case 4 -> not + "flag";
            case 5 -> "o " + compare + " " + random.nextInt(1000);
            case 14 -> "f " + compare + " " + n / 7.0;
            default -> "r " + compare + " " + n / 8.0;
        };
    }

    @Test
    void skippingChangesNoAnswer() throws SQLException {
        for (int run = 0; run < RUNS; run++) {
            List<String> parts = new ArrayList<>();
            // one floating-point number at most: the planner cannot merge ranges of two
            parts.add(condition(ALL_FORMS));
            for (int i = random.nextInt(3); i > 0; i--) {
                String one = condition(EXACT_FORMS);
                parts.add(random.nextInt(5) == 0 ? one + " OR " + condition(EXACT_FORMS) : one);
            }
            String sql =
                    "SELECT count(*), sum(i), min(s), max(o) FROM z WHERE ("
                            + String.join(") AND (", parts)
                            + ")";
            List<String> all = rows("off", sql);
            assertEquals(all, rows("on", sql), sql + " seed " + SEED);
        }
    }
}
