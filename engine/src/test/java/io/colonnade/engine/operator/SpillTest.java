package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.WorkerPool;
import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.engine.spill.SpillFiles;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Aggregate;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.HashJoin;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.plan.Sort;
import io.colonnade.plan.Window;
import io.colonnade.plan.WindowCall;
import io.colonnade.plan.WindowFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Operators with less memory than their rows need give the answers that they give with enough of
 * it: over many keys, one key that is most of the rows, NULLs, and wide text.
 */
class SpillTest {
    private static final long SEED = Long.getLong("seed", 20258);
    private static final long SMALL_BYTES = 2 << 20;

    /** Key, payload, wide text. */
    private static final List<SqlType> TYPES =
            List.of(SqlType.BIGINT, SqlType.INTEGER, SqlType.VARCHAR, SqlType.BIGINT);

    private final Random random = new Random(SEED);

    @TempDir Path folder;

    /** Keys out of a domain; that often in a hundred the same one, once in `nullOneIn` NULL. */
    private List<Object[]> rows(int count, int domain, int skewPercent, int nullOneIn) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean skewed = random.nextInt(100) < skewPercent;
            Long key = skewed ? 7L : (Long) (long) random.nextInt(domain);
            if (nullOneIn > 0 && random.nextInt(nullOneIn) == 0) {
                key = null;
            }
            String text = "t".repeat(random.nextInt(40)) + random.nextInt();
            rows.add(new Object[] {key, i, text, (long) random.nextInt(1000)});
        }
        return rows;
    }

    private static TestQuery query(List<List<Object[]>> inputs) {
        TestQuery query = new TestQuery();
        for (int i = 0; i < inputs.size(); i++) {
            List<Object[]> rows = inputs.get(i);
            Supplier<Source> source = () -> TestRows.source(TYPES, rows, 2048, SEED);
            query.with(i + 1, source);
        }
        return query;
    }

    /** Runs with enough memory and with little. */
    private static void check(String what, PlanNode plan, List<List<Object[]>> inputs) {
        List<String> expected = HashJoinTest.sorted(query(inputs).run(plan, 2));
        for (int workers = 1; workers <= 2; workers++) {
            TestQuery small = query(inputs).limitBytes(SMALL_BYTES);
            List<String> actual = HashJoinTest.sorted(small.run(plan, workers));
            assertEquals(expected.size(), actual.size(), what);
            assertEquals(expected, actual, what);
            assertTrue(small.spilledBytes(1) > 0, what + " did not spill");
            assertTrue(small.memory().peak() <= SMALL_BYTES, what);
        }
    }

    private static PlanNode join(JoinKind kind, boolean residual) {
        HashJoin.Builder join =
                HashJoin.newBuilder()
                        .setKind(kind)
                        .addLeftKeys(0)
                        .addRightKeys(0)
                        .setNullAware(kind == JoinKind.NULL_AWARE_ANTI || kind == JoinKind.MARK);
        if (residual) {
            join.setResidual(
                    TestPlans.call(
                            ScalarFunction.LESS,
                            TestPlans.column(3, SqlType.BIGINT),
                            TestPlans.column(7, SqlType.BIGINT)));
        }
        List<SqlType> output =
                switch (kind) {
                    case LEFT_SEMI, LEFT_ANTI, NULL_AWARE_ANTI, RIGHT_SEMI, RIGHT_ANTI -> TYPES;
                    case MARK -> Types.concatenate(TYPES, List.of(SqlType.BOOLEAN));
                    default -> Types.concatenate(TYPES, TYPES);
                };
        return TestPlans.node(1, output, TestPlans.input(1, TYPES), TestPlans.input(2, TYPES))
                .setHashJoin(join)
                .build();
    }

    private static List<JoinKind> kinds() {
        List<JoinKind> kinds = new ArrayList<>(List.of(JoinKind.values()));
        kinds.remove(JoinKind.UNRECOGNIZED);
        return kinds;
    }

    private static boolean isNullAware(JoinKind kind) {
        return kind == JoinKind.NULL_AWARE_ANTI || kind == JoinKind.MARK;
    }

    /** Where only keys are kept of the build side, more of them are needed. */
    private List<Object[]> buildRows(JoinKind kind, int domain, int skewPercent, int nullOneIn) {
        boolean keysOnly =
                isNullAware(kind) || kind == JoinKind.LEFT_SEMI || kind == JoinKind.LEFT_ANTI;
        return rows(keysOnly ? 150_000 : 20_000, domain, skewPercent, nullOneIn);
    }

    @Test
    void joinsOfEveryKind() {
        for (JoinKind kind : kinds()) {
            int nulls = isNullAware(kind) ? random.nextInt(2) * 5000 : 20;
            List<Object[]> build = buildRows(kind, 30_000, 0, nulls);
            List<Object[]> probe = rows(15_000, 40_000, 0, 20);
            boolean residual = !isNullAware(kind) && random.nextBoolean();
            check(kind + " " + nulls, join(kind, residual), List.of(probe, build));
        }
    }

    /** The heavy key meets two probe rows; the others have no heavy key to pair with. */
    @Test
    void joinsWithOneKeyThatIsMostOfTheBuildSide() {
        for (JoinKind kind : kinds()) {
            List<Object[]> build = buildRows(kind, 30_000, 90, 0);
            List<Object[]> probe = rows(5_000, 40_000, 0, 20);
            probe.removeIf(row -> Long.valueOf(7).equals(row[0]));
            probe.add(new Object[] {7L, -1, "first", 100L});
            probe.add(new Object[] {7L, -2, "second", 990L});
            boolean residual = !isNullAware(kind);
            check(kind + " skewed", join(kind, residual), List.of(probe, build));
        }
    }

    @Test
    void aJoinWithSpilledAndEmptySides() {
        List<Object[]> many = rows(20_000, 30_000, 0, 20);
        for (JoinKind kind :
                List.of(JoinKind.RIGHT_OUTER, JoinKind.FULL_OUTER, JoinKind.RIGHT_ANTI)) {
            check(kind + " of no probe rows", join(kind, false), List.of(List.of(), many));
        }
    }

    @Test
    void aggregatesOfManyGroups() {
        for (int skew : new int[] {0, 80}) {
            List<Object[]> rows = rows(60_000, 40_000, skew, 50);
            for (List<Integer> keys : List.of(List.of(0), List.of(2), List.of(0, 2))) {
                check("keys " + keys + " skew " + skew, aggregate(keys), List.of(rows));
            }
        }
    }

    private static PlanNode aggregate(List<Integer> keys) {
        List<SqlType> output = new ArrayList<>();
        keys.forEach(k -> output.add(TYPES.get(k)));
        output.addAll(
                List.of(SqlType.BIGINT, SqlType.BIGINT, SqlType.decimal(38, 0), SqlType.VARCHAR));
        return TestPlans.node(1, output, TestPlans.input(1, TYPES))
                .setAggregate(
                        Aggregate.newBuilder()
                                .addAllGroupColumns(keys)
                                .addCalls(
                                        TestPlans.aggregate(
                                                AggregateFunction.COUNT_STAR, SqlType.BIGINT))
                                .addCalls(
                                        TestPlans.aggregate(
                                                AggregateFunction.COUNT, SqlType.BIGINT, 0))
                                .addCalls(
                                        TestPlans.aggregate(
                                                AggregateFunction.SUM, SqlType.decimal(38, 0), 3))
                                .addCalls(
                                        TestPlans.aggregate(
                                                AggregateFunction.MAX, SqlType.VARCHAR, 2)))
                .build();
    }

    @Test
    void sortsGiveTheirOrder() {
        List<Object[]> rows = rows(60_000, 5_000, 30, 50);
        for (boolean limited : new boolean[] {false, true}) {
            Sort.Builder sort =
                    Sort.newBuilder()
                            .addKeys(TestPlans.key(0, limited, !limited))
                            .addKeys(TestPlans.key(2, false, false))
                            .addKeys(TestPlans.key(1, true, false));
            if (limited) {
                sort.setHasLimit(true).setLimit(20_000).setOffset(4_321);
            }
            PlanNode plan =
                    TestPlans.node(1, TYPES, TestPlans.input(1, TYPES)).setSort(sort).build();
            List<List<Object[]>> input = List.of(rows);
            List<Object[]> expected = query(input).run(plan, 2);
            TestQuery small = query(input).limitBytes(SMALL_BYTES);
            List<Object[]> actual = small.run(plan, 2);
            assertEquals(
                    expected.stream().map(Arrays::toString).toList(),
                    actual.stream().map(Arrays::toString).toList());
            assertTrue(small.spilledBytes(1) > 0);
        }
    }

    @Test
    void windowsOverManyPartitions() {
        List<SqlType> output = Types.concatenate(TYPES, List.of(SqlType.BIGINT));
        PlanNode plan =
                TestPlans.node(1, output, TestPlans.input(1, TYPES))
                        .setWindow(
                                Window.newBuilder()
                                        .addPartitionColumns(0)
                                        .addOrder(TestPlans.key(1, false, false))
                                        .addCalls(
                                                WindowCall.newBuilder()
                                                        .setFunction(WindowFunction.ROW_NUMBER)
                                                        .setType(SqlType.BIGINT.toProto(true))))
                        .build();
        check("window", plan, List.of(rows(60_000, 20_000, 2, 50)));
    }

    @Test
    void aFullDiskEndsTheQueryAlone() {
        List<List<Object[]>> inputs =
                List.of(rows(40_000, 40_000, 0, 0), rows(40_000, 40_000, 0, 0));
        SpillFiles node = new SpillFiles(folder, 200_000);
        List<PlanNode> plans =
                List.of(
                        join(JoinKind.INNER, false),
                        aggregate(List.of(0, 2)),
                        TestPlans.node(1, TYPES, TestPlans.input(1, TYPES))
                                .setSort(Sort.newBuilder().addKeys(TestPlans.key(0, false, false)))
                                .build());
        for (PlanNode plan : plans) {
            TestQuery query =
                    query(inputs)
                            .limitBytes(SMALL_BYTES)
                            .spill(node.query("full", QuerySpill.NO_LIMIT));
            ColonnadeException thrown =
                    assertThrows(ColonnadeException.class, () -> query.run(plan, 2));
            assertEquals(ErrorCode.DISK_FULL, thrown.code());
            assertEquals(0, node.used());
        }
    }

    @Test
    void aCanceledQueryLeavesNothing() throws Exception {
        SpillFiles node = new SpillFiles(folder, 0);
        for (PlanNode plan : List.of(join(JoinKind.FULL_OUTER, false), aggregate(List.of(1)))) {
            TestQuery query =
                    query(List.of(rows(1000, 1000, 0, 0)))
                            .with(2, () -> RepeatedSource.of(TYPES, rows(4000, 4000, 0, 0)))
                            .limitBytes(SMALL_BYTES)
                            .spill(node.query("canceled", QuerySpill.NO_LIMIT));
            if (plan.hasAggregate()) {
                query.with(1, () -> RepeatedSource.of(TYPES, rows(60_000, 60_000, 0, 0)));
            }
            try (WorkerPool pool = new WorkerPool(2)) {
                CompletableFuture<Void> running = query.start(plan, pool);
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (node.used() == 0 && System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                }
                assertTrue(node.used() > 0);
                query.cancel().cancel(new ColonnadeException(ErrorCode.QUERY_CANCELED, "enough"));
                CompletionException thrown =
                        assertThrows(
                                CompletionException.class,
                                () -> running.orTimeout(60, TimeUnit.SECONDS).join());
                assertEquals(
                        ErrorCode.QUERY_CANCELED, ((ColonnadeException) thrown.getCause()).code());
            }
            assertEquals(0, node.used());
            assertEquals(0, query.memory().used());
            assertEquals(0, folder.toFile().list().length);
        }
    }
}
