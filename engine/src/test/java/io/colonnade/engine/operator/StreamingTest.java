package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.plan.Expand;
import io.colonnade.plan.Filter;
import io.colonnade.plan.GenerateSeries;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.Literal;
import io.colonnade.plan.NestedLoopJoin;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Project;
import io.colonnade.plan.Replicate;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.plan.Union;
import io.colonnade.plan.Values;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Streaming operators and sources. */
class StreamingTest {
    private static final long SEED = Long.getLong("seed", 20255);
    private static final List<SqlType> TYPES = List.of(SqlType.INTEGER, SqlType.VARCHAR);

    @Test
    void filterAndProjectKeepTheRightRows() {
        List<Object[]> rows = rows(5000, new Random(SEED));
        PlanNode filter =
                TestPlans.node(2, TYPES, TestPlans.input(1, TYPES))
                        .setFilter(
                                Filter.newBuilder()
                                        .setCondition(
                                                TestPlans.call(
                                                        ScalarFunction.LESS,
                                                        TestPlans.column(0, SqlType.INTEGER),
                                                        TestPlans.literal(3, SqlType.INTEGER))))
                        .build();
        PlanNode project =
                TestPlans.node(1, List.of(SqlType.VARCHAR, SqlType.INTEGER), filter)
                        .setProject(
                                Project.newBuilder()
                                        .addExpressions(TestPlans.column(1, SqlType.VARCHAR))
                                        .addExpressions(
                                                TestPlans.call(
                                                        ScalarFunction.ADD,
                                                        SqlType.INTEGER,
                                                        TestPlans.column(0, SqlType.INTEGER),
                                                        TestPlans.literal(1, SqlType.INTEGER))))
                        .build();
        List<Object[]> expected = new ArrayList<>();
        for (Object[] row : rows) {
            if (row[0] != null && (Integer) row[0] < 3) {
                expected.add(new Object[] {row[1], (Integer) row[0] + 1});
            }
        }
        for (int batchSize : new int[] {1, 3, 2048}) {
            assertEquals(HashJoinTest.sorted(expected), run(project, rows, batchSize));
        }
    }

    @Test
    void valuesSeriesAndUnion() {
        Values.Builder cells = Values.newBuilder().setRowCount(3);
        for (int i = 0; i < 3; i++) {
            cells.addCells(Literal.newBuilder().setLongValue(i));
        }
        List<SqlType> types = List.of(SqlType.BIGINT);
        PlanNode values = TestPlans.node(2, types).setValues(cells).build();
        PlanNode series =
                TestPlans.node(3, types)
                        .setGenerateSeries(
                                GenerateSeries.newBuilder().setStart(10).setStop(5).setStep(-2))
                        .build();
        PlanNode union =
                TestPlans.node(1, types, values, series, values)
                        .setUnion(Union.getDefaultInstance())
                        .build();
        assertEquals(
                List.of("[0]", "[0]", "[10]", "[1]", "[1]", "[2]", "[2]", "[6]", "[8]"),
                HashJoinTest.sorted(new TestQuery().run(union, 2)));
    }

    @Test
    void expandMakesOtherColumnsNull() {
        List<Object[]> rows = List.of(new Object[] {1, "a"}, new Object[] {2, "b"});
        PlanNode plan =
                TestPlans.node(
                                1,
                                List.of(SqlType.INTEGER, SqlType.VARCHAR, SqlType.INTEGER),
                                TestPlans.input(1, TYPES))
                        .setExpand(
                                Expand.newBuilder()
                                        .addGroupColumns(0)
                                        .addGroupColumns(1)
                                        .addSets(Expand.KeptColumns.newBuilder().addColumns(0))
                                        .addSets(Expand.KeptColumns.getDefaultInstance()))
                        .build();
        assertEquals(
                List.of("[1, null, 0]", "[2, null, 0]", "[null, null, 1]", "[null, null, 1]"),
                run(plan, rows, 2));
    }

    @Test
    void replicateRepeatsRows() {
        List<SqlType> types = List.of(SqlType.BIGINT, SqlType.VARCHAR);
        List<Object[]> rows =
                List.of(
                        new Object[] {3L, "a"},
                        new Object[] {0L, "b"},
                        new Object[] {null, "c"},
                        new Object[] {5000L, "d"});
        PlanNode plan =
                TestPlans.node(1, List.of(SqlType.VARCHAR), TestPlans.input(1, types))
                        .setReplicate(Replicate.newBuilder().setCountColumn(0))
                        .build();
        List<Object[]> actual =
                new TestQuery().with(1, () -> TestRows.source(types, rows, 10, SEED)).run(plan, 2);
        assertEquals(5003, actual.size());
        assertEquals(3, actual.stream().filter(r -> "a".equals(r[0])).count());
    }

    @Test
    void nestedLoopsOfEveryKind() {
        Random random = new Random(SEED);
        for (JoinKind kind :
                List.of(
                        JoinKind.INNER,
                        JoinKind.LEFT_OUTER,
                        JoinKind.LEFT_SEMI,
                        JoinKind.LEFT_ANTI,
                        JoinKind.MARK)) {
            for (int[] sizes : new int[][] {{50, 3}, {3, 50}, {10, 0}, {0, 10}, {5, 3000}}) {
                for (boolean condition : new boolean[] {false, true}) {
                    nestedLoop(kind, rows(sizes[0], random), rows(sizes[1], random), condition);
                }
            }
        }
    }

    private static void nestedLoop(
            JoinKind kind, List<Object[]> left, List<Object[]> right, boolean condition) {
        NestedLoopJoin.Builder join = NestedLoopJoin.newBuilder().setKind(kind);
        if (condition) {
            join.setCondition(
                    TestPlans.call(
                            ScalarFunction.GREATER,
                            TestPlans.column(0, SqlType.INTEGER),
                            TestPlans.column(2, SqlType.INTEGER)));
        }
        List<SqlType> output =
                switch (kind) {
                    case LEFT_SEMI, LEFT_ANTI -> TYPES;
                    case MARK -> Types.concatenate(TYPES, List.of(SqlType.BOOLEAN));
                    default -> Types.concatenate(TYPES, TYPES);
                };
        PlanNode plan =
                TestPlans.node(1, output, TestPlans.input(1, TYPES), TestPlans.input(2, TYPES))
                        .setNestedLoopJoin(join)
                        .build();
        List<Object[]> expected = new ArrayList<>();
        for (Object[] l : left) {
            boolean found = false;
            for (Object[] r : right) {
                boolean match =
                        !condition
                                || l[0] != null && r[0] != null && (Integer) l[0] > (Integer) r[0];
                found |= match;
                if (match && (kind == JoinKind.INNER || kind == JoinKind.LEFT_OUTER)) {
                    expected.add(new Object[] {l[0], l[1], r[0], r[1]});
                }
            }
            if (kind == JoinKind.LEFT_OUTER && !found) {
                expected.add(new Object[] {l[0], l[1], null, null});
            } else if (kind == JoinKind.LEFT_SEMI && found
                    || kind == JoinKind.LEFT_ANTI && !found) {
                expected.add(l);
            } else if (kind == JoinKind.MARK) {
                expected.add(new Object[] {l[0], l[1], found});
            }
        }
        List<Object[]> actual =
                new TestQuery()
                        .with(1, () -> TestRows.source(TYPES, left, 20, SEED))
                        .with(2, () -> TestRows.source(TYPES, right, 1000, SEED))
                        .run(plan, 2);
        assertEquals(HashJoinTest.sorted(expected), HashJoinTest.sorted(actual), kind::toString);
    }

    private static List<Object[]> rows(int count, Random random) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(TYPES.stream().map(t -> TestRows.random(t, 20, 9, random)).toArray());
        }
        return rows;
    }

    private static List<String> run(PlanNode plan, List<Object[]> rows, int batchSize) {
        return HashJoinTest.sorted(
                new TestQuery()
                        .with(1, () -> TestRows.source(TYPES, rows, batchSize, SEED))
                        .run(plan, 2));
    }
}
