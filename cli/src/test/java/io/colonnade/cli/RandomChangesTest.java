package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.bench.DuckDb;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random MERGE, UPDATE, DELETE and INSERT statements over two nodes: after each the table holds the
 * rows that DuckDB's holds. {@code -Druns=} makes more runs, {@code -Dseed=} says where they begin;
 * a failure names the seed of its run.
 */
class RandomChangesTest {
    private static final int RUNS = Integer.getInteger("runs", 6);
    private static final long SEED = Long.getLong("seed", 2_718);
    private static final int STATEMENTS = 12;

    private static final List<String> ATTRIBUTES =
            List.of(
                    "distkey(k) sortkey(a)",
                    "diststyle even",
                    "diststyle all sortkey(k)",
                    "distkey(b)");

    @TempDir Path folder;

    @Test
    void everyStatementLeavesTheSameRows() throws SQLException {
        try (ClusterInProcess cluster = new ClusterInProcess(folder, 2, 1);
                Connection connection = cluster.connect();
                Statement ours = connection.createStatement();
                DuckDb duckDb = DuckDb.inMemory(2);
                Statement theirs = duckDb.connection().createStatement()) {
            for (int run = 0; run < RUNS; run++) {
                new Run(SEED + run, ours, theirs).check();
            }
        }
    }

    /** The statements of one seed. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final Statement ours;
        private final Statement theirs;

        Run(long seed, Statement ours, Statement theirs) {
            this.seed = seed;
            this.random = new Random(seed);
            this.ours = ours;
            this.theirs = theirs;
        }

        void check() throws SQLException {
            create("t", ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())), 200);
            create("s", ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())), 40);
            for (int i = 0; i < STATEMENTS; i++) {
                String sql = statement();
                String at = "seed " + seed + ", statement " + i + ": " + sql;
                try {
                    if (random.nextInt(4) == 0) {
                        rolledBack(sql, at);
                    }
                    both(sql);
                } catch (SQLException e) {
                    throw new AssertionError(at, e);
                }
                assertEquals(rows(theirs), rows(ours), at);
            }
            both("drop table t");
            both("drop table s");
        }

        private void rolledBack(String sql, String at) throws SQLException {
            List<String> before = rows(ours);
            ours.execute("begin");
            ours.execute(sql);
            ours.execute("rollback");
            assertEquals(before, rows(ours), at);
        }

        private void create(String table, String attributes, int rows) throws SQLException {
            String columns = "create table " + table + " (k int, a int, b varchar(20)) ";
            ours.execute(columns + attributes);
            theirs.execute(columns);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                values.add("(%s, %s, %s)".formatted(number(60), number(100), text()));
            }
            both("insert into " + table + " values " + String.join(", ", values));
        }

        private String number(int below) {
            return random.nextInt(12) == 0 ? "null" : String.valueOf(random.nextInt(below));
        }

        private String text() {
            return random.nextInt(12) == 0 ? "null" : "'v" + random.nextInt(50) + "'";
        }

        private void both(String sql) throws SQLException {
            theirs.execute(sql);
            ours.execute(sql);
        }

        private String statement() throws SQLException {
            return switch (random.nextInt(8)) {
                case 0 -> "update t set " + assignments("", "") + " where " + condition("");
                case 1 ->
                        "update t set "
                                + assignments("t.", "x.")
                                + " from "
                                + unique()
                                + " where t.k = x.k and "
                                + condition("x.");
                case 2 -> "delete from t where " + condition("");
                case 3 ->
                        "delete from t using s where t.k = s.k + 1 and s.a < t.a and "
                                + condition("t.");
                case 4 ->
                        "insert into t select k + %d, a, b from s where %s"
                                .formatted(random.nextInt(5), condition(""));
                default -> merge();
            };
        }

        /** One source row per key, so that it is certain which one a target row gets. */
        private String unique() {
            return "(select k, min(a) as a, max(b) as b from s where k is not null group by k) x";
        }

        private String merge() throws SQLException {
            boolean several = random.nextInt(4) == 0;
            String join = " on t.k = x.k" + (random.nextBoolean() ? "" : " and t.a < x.a");
            StringBuilder sql = new StringBuilder("merge into t using ");
            sql.append(several ? "s as x" : unique()).append(join);
            if (several && isAmbiguous(join)) {
                String refused = sql + " when matched then update set " + assignments("t.", "x.");
                SQLException error = assertThrows(SQLException.class, () -> ours.execute(refused));
                assertEquals(
                        "21000",
                        error.getSQLState(),
                        "seed " + seed + ": " + refused + ": " + error.getMessage());
                return "merge into t using " + unique() + join + " when matched then delete";
            }
            int branches = 1 + random.nextInt(4);
            for (int i = 0; i < branches; i++) {
                sql.append(random.nextBoolean() ? matched() : notMatched());
            }
            return sql.toString();
        }

        private boolean isAmbiguous(String join) throws SQLException {
            try (ResultSet result =
                    theirs.executeQuery(
                            "select count(*) from (select t.rowid from t join s as x"
                                    + join
                                    + " group by t.rowid having count(*) > 1)")) {
                result.next();
                return result.getLong(1) > 0;
            }
        }

        private String matched() {
            String when = " when matched and " + condition(random.nextBoolean() ? "t." : "x.");
            return switch (random.nextInt(4)) {
                case 0 -> when + " then delete";
                case 1 -> when + " then do nothing";
                default -> when + " then update set " + assignments("t.", "x.");
            };
        }

        private String notMatched() {
            String when = " when not matched and " + condition("x.");
            return switch (random.nextInt(4)) {
                case 0 -> when + " then do nothing";
                case 1 -> when + " then insert (b, k) values (x.b, x.k + 1)";
                default -> when + " then insert values (x.k, x.a * 2, 'new')";
            };
        }

        private String assignments(String own, String other) {
            return switch (random.nextInt(4)) {
                case 0 -> "k = " + other + "k + 1";
                case 1 -> "a = " + other + "a, b = " + own + "b";
                case 2 -> "a = " + own + "a + 1, k = " + own + "k";
                default ->
                        "b = " + other + "b, a = case when " + own + "a > 50 then null else 7 end";
            };
        }

        private String condition(String from) {
            return switch (random.nextInt(5)) {
                case 0 -> from + "k % 3 = " + random.nextInt(3);
                case 1 -> from + "a > " + random.nextInt(100);
                case 2 -> from + "b is not null";
                case 3 -> from + "b < 'v3'";
                default -> from + "k in (select a from s)";
            };
        }

        private List<String> rows(Statement statement) throws SQLException {
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("select k, a, b from t")) {
                while (result.next()) {
                    rows.add(
                            result.getString(1)
                                    + "|"
                                    + result.getString(2)
                                    + "|"
                                    + result.getString(3));
                }
            }
            Collections.sort(rows);
            return rows;
        }
    }
}
