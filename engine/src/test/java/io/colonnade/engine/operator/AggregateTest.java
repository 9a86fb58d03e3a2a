package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Aggregate;
import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.PlanNode;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/** Aggregation against streams over objects. */
class AggregateTest {
    private static final long SEED = Long.getLong("seed", 20252);
    private static final SqlType WIDE = SqlType.decimal(38, 2);

    /** Key columns k1 text, k2 boolean, k3 int, k4 bigint, k5 double; then the arguments. */
    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.VARCHAR,
                    SqlType.BOOLEAN,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SqlType.DOUBLE,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    WIDE,
                    SqlType.DOUBLE,
                    SqlType.VARCHAR,
                    SqlType.BOOLEAN);

    private static final List<AggregateCall> CALLS =
            List.of(
                    TestPlans.aggregate(AggregateFunction.COUNT_STAR, SqlType.BIGINT).build(),
                    TestPlans.aggregate(AggregateFunction.COUNT, SqlType.BIGINT, 6).build(),
                    TestPlans.aggregate(AggregateFunction.SUM, SqlType.BIGINT, 5).build(),
                    TestPlans.aggregate(AggregateFunction.SUM, SqlType.decimal(38, 0), 6).build(),
                    TestPlans.aggregate(AggregateFunction.SUM, WIDE, 7).build(),
                    TestPlans.aggregate(AggregateFunction.SUM, SqlType.DOUBLE, 8).build(),
                    TestPlans.aggregate(AggregateFunction.MIN, SqlType.INTEGER, 5).build(),
                    TestPlans.aggregate(AggregateFunction.MAX, SqlType.BIGINT, 6).build(),
                    TestPlans.aggregate(AggregateFunction.MIN, WIDE, 7).build(),
                    TestPlans.aggregate(AggregateFunction.MAX, SqlType.DOUBLE, 8).build(),
                    TestPlans.aggregate(AggregateFunction.MIN, SqlType.VARCHAR, 9).build(),
                    TestPlans.aggregate(AggregateFunction.MAX, SqlType.VARCHAR, 9).build(),
                    TestPlans.aggregate(AggregateFunction.BOOL_AND, SqlType.BOOLEAN, 10).build(),
                    TestPlans.aggregate(AggregateFunction.SUM0, SqlType.BIGINT, 6)
                            .setFilter(10)
                            .build(),
                    TestPlans.aggregate(AggregateFunction.COUNT_STAR, SqlType.BIGINT)
                            .setFilter(10)
                            .build(),
                    TestPlans.aggregate(AggregateFunction.LISTAGG, SqlType.VARCHAR, 9)
                            .addOrder(TestPlans.key(9, false, false))
                            .build(),
                    TestPlans.aggregate(AggregateFunction.PERCENTILE_DISC, SqlType.INTEGER, 5)
                            .setParameter(0.5)
                            .addOrder(TestPlans.key(5, false, false))
                            .build());

    @Test
    void everyFunctionOverEveryKey() {
        Random random = new Random(SEED);
        List<List<Integer>> keys =
                List.of(
                        List.of(),
                        List.of(0),
                        List.of(1),
                        List.of(2),
                        List.of(3),
                        List.of(4),
                        List.of(0, 1),
                        List.of(0, 2),
                        List.of(3, 4, 1, 0));
        for (List<Integer> key : keys) {
            for (int rows : new int[] {0, 1, 700, 6000}) {
                int domain = List.of(2, 30, 100_000).get(random.nextInt(3));
                int batchSize = rows > 1000 ? 2048 : List.of(1, 3, 2048).get(random.nextInt(3));
                check(
                        key,
                        rows,
                        domain,
                        random.nextInt(3) * 7,
                        new Run(
                                batchSize,
                                1 + random.nextInt(2),
                                rows < 1000 && random.nextInt(4) == 0),
                        random.nextLong());
            }
        }
    }

    /** More groups than one thread merges. */
    @Test
    void manyGroupsAreMergedInPartitions() {
        Run run = new Run(2048, 2, false);
        check(List.of(2), 30_000, 1 << 16, 10, run, SEED);
        check(List.of(3), 30_000, 1 << 30, 0, run, SEED);
        check(List.of(0, 3), 30_000, 1 << 20, 10, run, SEED);
    }

    /**
     * Rows are dealt out to groups by partition, of keys and arguments of fixed width: integers of
     * a range that suits the estimate by blocks, others by hash.
     */
    @Test
    void groupsByPartitionAreTheSame() {
        Random random = new Random(SEED);
        List<List<Integer>> keys =
                List.of(List.of(1), List.of(2), List.of(3), List.of(4), List.of(3, 4, 1, 2));
        for (List<Integer> key : keys) {
            for (int rows : new int[] {0, 700, 12_000}) {
                for (int domain : new int[] {30, 1 << 20, 1 << 30}) {
                    int batchSize = rows > 1000 ? 2048 : List.of(1, 3, 2048).get(random.nextInt(3));
                    Run run = new Run(batchSize, 1 + random.nextInt(2), false);
                    checkPartitions(key, rows, domain, random.nextInt(2) * 7, run);
                }
            }
        }
    }

    private static void checkPartitions(
            List<Integer> keys, int count, int domain, int nullOneIn, Run run) {
        Random random = new Random(SEED);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] row = new Object[TYPES.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = TestRows.random(TYPES.get(c), c < 5 ? domain : 1000, nullOneIn, random);
            }
            rows.add(row);
        }
        List<Integer> fixed = new ArrayList<>();
        for (int c = 0; c < CALLS.size(); c++) {
            if (!CALLS.get(c).getArgumentsList().contains(9)) {
                fixed.add(c);
            }
        }
        List<AggregateCall> calls = fixed.stream().map(CALLS::get).toList();
        List<SqlType> output = new ArrayList<>();
        keys.forEach(k -> output.add(TYPES.get(k)));
        calls.forEach(c -> output.add(SqlType.fromProto(c.getType())));
        PlanNode plan =
                TestPlans.node(1, output, TestPlans.input(1, TYPES))
                        .setAggregate(
                                Aggregate.newBuilder().addAllGroupColumns(keys).addAllCalls(calls))
                        .setEstimatedRows(1 << 20)
                        .build();
        List<Object[]> expected = new ArrayList<>();
        for (Object[] row : reference(keys, rows)) {
            List<Object> kept = new ArrayList<>();
            keys.forEach(k -> kept.add(row[keys.indexOf(k)]));
            fixed.forEach(c -> kept.add(row[keys.size() + c]));
            expected.add(kept.toArray());
        }
        for (String algorithm : List.of("partition", "hash")) {
            List<Object[]> actual =
                    new TestQuery()
                            .with(1, () -> TestRows.source(TYPES, rows, run.batchSize, SEED))
                            .setting("debug_aggregate", algorithm)
                            .run(plan, run.workers);
            assertEquals(
                    HashJoinTest.sorted(expected),
                    HashJoinTest.sorted(actual),
                    () -> algorithm + ", keys " + keys + ", " + count + " rows of " + domain);
        }
    }

    @Test
    void sumOverflowIsAnError() {
        List<SqlType> types = List.of(SqlType.BIGINT);
        List<Object[]> rows = List.of(new Object[] {Long.MAX_VALUE}, new Object[] {Long.MAX_VALUE});
        AggregateCall narrow =
                TestPlans.aggregate(AggregateFunction.SUM, SqlType.BIGINT, 0).build();
        ColonnadeException thrown =
                assertThrows(
                        ColonnadeException.class,
                        () -> single(types, rows, narrow, SqlType.BIGINT));
        assertEquals(ErrorCode.NUMERIC_OUT_OF_RANGE, thrown.code());
        SqlType wide = SqlType.decimal(38, 0);
        AggregateCall sum = TestPlans.aggregate(AggregateFunction.SUM, wide, 0).build();
        assertEquals(
                BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1), single(types, rows, sum, wide));
    }

    @Test
    void singleValueRefusesASecondRow() {
        List<SqlType> types = List.of(SqlType.INTEGER);
        AggregateCall call =
                TestPlans.aggregate(AggregateFunction.SINGLE_VALUE, SqlType.INTEGER, 0).build();
        List<Object[]> two = List.of(new Object[] {1}, new Object[] {null});
        ColonnadeException thrown =
                assertThrows(
                        ColonnadeException.class, () -> single(types, two, call, SqlType.INTEGER));
        assertEquals(ErrorCode.CARDINALITY_VIOLATION, thrown.code());
        assertEquals(1, single(types, two.subList(0, 1), call, SqlType.INTEGER));
        assertEquals(null, single(types, List.of(), call, SqlType.INTEGER));
    }

    @Test
    void deviationsAndDistinctCounts() {
        List<SqlType> types = List.of(SqlType.DOUBLE);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(new Object[] {(double) (i % 1000)});
        }
        AggregateCall deviation =
                TestPlans.aggregate(AggregateFunction.STDDEV_POP, SqlType.DOUBLE, 0).build();
        assertEquals(
                288.6749902572095, (Double) single(types, rows, deviation, SqlType.DOUBLE), 1e-9);
        AggregateCall distinct =
                TestPlans.aggregate(AggregateFunction.APPROXIMATE_COUNT_DISTINCT, SqlType.BIGINT, 0)
                        .build();
        assertEquals(1000, (Long) single(types, rows, distinct, SqlType.BIGINT), 50);
    }

    private static Object single(
            List<SqlType> types, List<Object[]> rows, AggregateCall call, SqlType result) {
        PlanNode plan =
                TestPlans.node(1, List.of(result), TestPlans.input(1, types))
                        .setAggregate(Aggregate.newBuilder().addCalls(call))
                        .build();
        return new TestQuery()
                .with(1, () -> TestRows.source(types, rows, 1000, SEED))
                .run(plan, 2)
                .getFirst()[0];
    }

    /** How to run: batch size, workers, and whether every hash is zero. */
    private record Run(int batchSize, int workers, boolean equalHashes) {}

    private static void check(
            List<Integer> keys, int count, int domain, int nullOneIn, Run run, long seed) {
        Random random = new Random(seed);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] row = new Object[TYPES.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = TestRows.random(TYPES.get(c), c < 5 ? domain : 1000, nullOneIn, random);
            }
            rows.add(row);
        }
        List<SqlType> output = new ArrayList<>();
        keys.forEach(k -> output.add(TYPES.get(k)));
        CALLS.forEach(c -> output.add(SqlType.fromProto(c.getType())));
        PlanNode plan =
                TestPlans.node(1, output, TestPlans.input(1, TYPES))
                        .setAggregate(
                                Aggregate.newBuilder().addAllGroupColumns(keys).addAllCalls(CALLS))
                        .build();
        List<String> expected = HashJoinTest.sorted(reference(keys, rows));
        for (String spill : List.of("off", "always")) {
            List<Object[]> actual =
                    new TestQuery()
                            .with(1, () -> TestRows.source(TYPES, rows, run.batchSize, seed))
                            .setting("debug_equal_hashes", run.equalHashes ? "on" : "off")
                            .setting("debug_spill", spill)
                            .run(plan, run.workers);
            assertEquals(
                    expected,
                    HashJoinTest.sorted(actual),
                    () ->
                            "keys "
                                    + keys
                                    + ", "
                                    + count
                                    + " rows, spill "
                                    + spill
                                    + ", seed "
                                    + seed);
        }
    }

    private static List<Object[]> reference(List<Integer> keys, List<Object[]> rows) {
        Map<List<Object>, List<Object[]>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        for (Object[] row : rows) {
            List<Object> key = new ArrayList<>();
            keys.forEach(k -> key.add(row[k]));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<Object[]> out = new ArrayList<>();
        groups.forEach(
                (key, group) -> {
                    List<Object> row = new ArrayList<>(key);
                    row.addAll(results(group));
                    out.add(row.toArray());
                });
        return out;
    }

    private static List<Object> results(List<Object[]> group) {
        List<Object> out = new ArrayList<>();
        out.add((long) group.size());
        out.add((long) values(group, 6).size());
        List<Integer> ints = values(group, 5);
        out.add(ints.isEmpty() ? null : ints.stream().mapToLong(i -> i).sum());
        List<Long> longs = values(group, 6);
        out.add(
                longs.isEmpty()
                        ? null
                        : longs.stream().map(BigInteger::valueOf).reduce(BigInteger::add).get());
        List<BigInteger> wides = values(group, 7);
        out.add(wides.stream().reduce(BigInteger::add).orElse(null));
        List<Double> doubles = values(group, 8);
        out.add(doubles.isEmpty() ? null : doubles.stream().mapToDouble(d -> d).sum());
        out.add(ints.stream().min(Comparator.naturalOrder()).orElse(null));
        out.add(longs.stream().max(Comparator.naturalOrder()).orElse(null));
        out.add(wides.stream().min(Comparator.naturalOrder()).orElse(null));
        out.add(doubles.stream().max(Comparator.naturalOrder()).orElse(null));
        List<String> texts = values(group, 9);
        out.add(texts.stream().min(Comparator.naturalOrder()).orElse(null));
        out.add(texts.stream().max(Comparator.naturalOrder()).orElse(null));
        List<Boolean> booleans = values(group, 10);
        out.add(booleans.isEmpty() ? null : booleans.stream().allMatch(b -> b));
        List<Object[]> filtered = group.stream().filter(r -> Boolean.TRUE.equals(r[10])).toList();
        List<Long> chosen = values(filtered, 6);
        out.add(chosen.stream().mapToLong(l -> l).sum());
        out.add((long) filtered.size());
        out.add(texts.isEmpty() ? null : texts.stream().sorted().collect(Collectors.joining()));
        List<Integer> ordered = ints.stream().sorted().toList();
        out.add(
                ordered.isEmpty()
                        ? null
                        : ordered.get(Math.max(0, (int) Math.ceil(0.5 * ordered.size()) - 1)));
        return out;
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> values(List<Object[]> group, int column) {
        return group.stream().map(r -> (T) r[column]).filter(Objects::nonNull).toList();
    }
}
