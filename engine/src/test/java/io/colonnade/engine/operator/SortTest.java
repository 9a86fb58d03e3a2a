package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.plan.Limit;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Sort;
import io.colonnade.plan.SortKey;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Sort, top-N and limit against List.sort. */
class SortTest {
    private static final long SEED = Long.getLong("seed", 20253);
    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.INTEGER,
                    SqlType.VARCHAR,
                    SqlType.BIGINT,
                    SqlType.DOUBLE,
                    SqlType.decimal(38, 0),
                    SqlType.BOOLEAN);

    @Test
    void sortsByAnyKeys() {
        Random random = new Random(SEED);
        for (int round = 0; round < 60; round++) {
            List<SortKey> keys = new ArrayList<>();
            for (int k = 0; k < 1 + random.nextInt(4); k++) {
                keys.add(
                        TestPlans.key(
                                random.nextInt(TYPES.size()),
                                random.nextBoolean(),
                                random.nextBoolean()));
            }
            int rows = List.of(0, 1, 50, 3000).get(random.nextInt(4));
            Sort.Builder sort = Sort.newBuilder().addAllKeys(keys);
            if (random.nextBoolean()) {
                sort.setHasLimit(true)
                        .setLimit(random.nextInt(200))
                        .setOffset(random.nextInt(2) * random.nextInt(100));
            }
            int domain = List.of(2, 100, 1 << 20).get(random.nextInt(3));
            check(sort.build(), rows, domain, random);
        }
    }

    @Test
    void prunesTopRowsAndMergesRuns() {
        Random random = new Random(SEED + 1);
        List<SortKey> keys = List.of(TestPlans.key(2, true, false), TestPlans.key(1, false, true));
        Sort top = Sort.newBuilder().addAllKeys(keys).setHasLimit(true).setLimit(10).build();
        check(top, 50_000, 1000, random);
        check(Sort.newBuilder().addAllKeys(keys).build(), 80_000, 1000, random);
    }

    @Test
    void limitCountsOverAllWorkers() {
        List<SqlType> types = List.of(SqlType.INTEGER);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rows.add(new Object[] {i});
        }
        for (int workers = 1; workers <= 2; workers++) {
            for (long[] range : new long[][] {{0, 0}, {5, 0}, {3000, 100}, {20_000, 9_990}}) {
                PlanNode plan =
                        TestPlans.node(1, types, TestPlans.input(1, types))
                                .setLimit(
                                        Limit.newBuilder()
                                                .setHasLimit(true)
                                                .setLimit(range[0])
                                                .setOffset(range[1]))
                                .build();
                int actual =
                        new TestQuery()
                                .with(1, () -> TestRows.source(types, rows, 777, SEED))
                                .run(plan, workers)
                                .size();
                assertEquals(Math.min(range[0], 10_000 - range[1]), actual);
            }
        }
    }

    private static void check(Sort sort, int count, int domain, Random random) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(TYPES.stream().map(t -> TestRows.random(t, domain, 9, random)).toArray());
        }
        int batchSize = count > 1000 ? 2048 : List.of(1, 3, 2048).get(random.nextInt(3));
        int workers = 1 + random.nextInt(2);
        long seed = random.nextLong();
        PlanNode plan = TestPlans.node(1, TYPES, TestPlans.input(1, TYPES)).setSort(sort).build();
        List<Object[]> expected = new ArrayList<>(rows);
        expected.sort(comparator(sort.getKeysList()));
        int from = (int) Math.min(count, sort.getOffset());
        int to = sort.getHasLimit() ? (int) Math.min(count, from + sort.getLimit()) : count;
        for (String spill : List.of("off", "always")) {
            List<Object[]> actual =
                    new TestQuery()
                            .with(1, () -> TestRows.source(TYPES, rows, batchSize, seed))
                            .setting("debug_spill", spill)
                            .run(plan, workers);
            assertEquals(
                    keys(sort, expected.subList(from, to)),
                    keys(sort, actual),
                    () -> sort + " " + count + " rows, spill " + spill + ", -Dseed=" + SEED);
        }
    }

    private static List<String> keys(Sort sort, List<Object[]> rows) {
        return rows.stream()
                .map(
                        r ->
                                Arrays.toString(
                                        sort.getKeysList().stream()
                                                .map(k -> r[k.getColumn()])
                                                .toArray()))
                .toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Comparator<Object[]> comparator(List<SortKey> keys) {
        return (a, b) -> {
            for (SortKey key : keys) {
                Comparable left = (Comparable) a[key.getColumn()];
                Comparable right = (Comparable) b[key.getColumn()];
                int order;
                if (left == null || right == null) {
                    int nullOrder = key.getNullsFirst() ? -1 : 1;
                    order = left == right ? 0 : left == null ? nullOrder : -nullOrder;
                } else {
                    order = left.compareTo(right) * (key.getDescending() ? -1 : 1);
                }
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }
}
