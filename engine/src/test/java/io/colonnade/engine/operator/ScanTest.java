package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.Expression;
import io.colonnade.plan.HashJoin;
import io.colonnade.plan.InList;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.Literal;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.RuntimeFilterSource;
import io.colonnade.plan.RuntimeFilterTarget;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.plan.Scan;
import io.colonnade.plan.Sort;
import io.colonnade.rpc.OperatorCounters;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.storage.scan.SegmentStore;
import io.colonnade.storage.segment.SegmentWriter;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Scans of real segments: conditions, pruning, deleted rows, row ids, runtime filters. */
class ScanTest {
    private static final long SEED = Long.getLong("seed", 20256);
    private static final int ROWS = 150_000;

    /** Ascending number, random number, text out of few, random number with NULLs. */
    private static final List<SqlType> TYPES =
            List.of(SqlType.INTEGER, SqlType.BIGINT, SqlType.VARCHAR, SqlType.INTEGER);

    @TempDir Path directory;
    private final List<Object[]> rows = new ArrayList<>();
    private SegmentStore store;
    private SegmentDescriptor segment;

    @BeforeEach
    void writeTable() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROWS; i++) {
            rows.add(
                    new Object[] {
                        i / 2,
                        (long) random.nextInt(1000),
                        "name " + random.nextInt(20),
                        random.nextInt(10) == 0 ? null : random.nextInt(50)
                    });
        }
        TableDefinition.Builder table = TableDefinition.newBuilder().setId(7).setName("t");
        for (int c = 0; c < TYPES.size(); c++) {
            table.addColumns(
                    ColumnDefinition.newBuilder()
                            .setId(c + 1)
                            .setName("c" + c)
                            .setType(TYPES.get(c).toProto(true)));
        }
        DirectoryObjectStore objects = new DirectoryObjectStore(directory);
        SegmentWriter writer = new SegmentWriter(table.build(), objects, "t/1");
        for (int first = 0; first < ROWS; first += Batch.CAPACITY) {
            Batch batch = Batch.create(TYPES);
            int count = Math.min(Batch.CAPACITY, ROWS - first);
            for (int c = 0; c < TYPES.size(); c++) {
                for (int i = 0; i < count; i++) {
                    TestRows.set(batch.column(c), i, rows.get(first + i)[c]);
                }
            }
            batch.setSize(count);
            writer.append(batch);
        }
        segment = writer.finish();
        store = new SegmentStore(objects, 64 << 20);
    }

    private TestQuery query() {
        return new TestQuery()
                .scan(
                        node ->
                                new ScanRequest(
                                        store,
                                        List.of(segment),
                                        Types.ints(node.getScan().getColumnIdsList()),
                                        TYPES,
                                        node.getScan().getWithRowId(),
                                        List.of()));
    }

    private static PlanNode.Builder scan(Scan.Builder scan) {
        for (int c = 1; c <= TYPES.size(); c++) {
            scan.addColumnIds(c);
        }
        List<SqlType> output =
                scan.getWithRowId() ? Types.concatenate(TYPES, List.of(SqlType.BIGINT)) : TYPES;
        return TestPlans.node(1, output).setScan(scan);
    }

    private List<String> expected(Predicate<Object[]> condition) {
        return HashJoinTest.sorted(rows.stream().filter(condition).toList());
    }

    private static Expression compare(ScalarFunction function, int column, long value) {
        SqlType type = TYPES.get(column);
        return TestPlans.call(
                function, TestPlans.column(column, type), TestPlans.literal(value, type));
    }

    private static OperatorCounters counters(TestQuery query) {
        return query.counters().toProto().getFirst();
    }

    @Test
    void conditionsFilterAndPrune() {
        Scan.Builder scan =
                Scan.newBuilder()
                        .addConjuncts(compare(ScalarFunction.GREATER_OR_EQUAL, 0, 1000))
                        .addConjuncts(compare(ScalarFunction.LESS, 0, 1200))
                        .addConjuncts(compare(ScalarFunction.LESS, 3, 25));
        TestQuery query = query();
        List<Object[]> actual = query.run(scan(scan).build(), 2);
        assertEquals(
                expected(
                        r ->
                                (Integer) r[0] >= 1000
                                        && (Integer) r[0] < 1200
                                        && r[3] != null
                                        && (Integer) r[3] < 25),
                HashJoinTest.sorted(actual));
        assertTrue(counters(query).getRowGroupsSkipped() >= 1, counters(query).toString());
    }

    @Test
    void listsAndMirroredComparisonsPrune() {
        Expression list =
                Expression.newBuilder()
                        .setType(SqlType.BOOLEAN.toProto(true))
                        .setInList(
                                InList.newBuilder()
                                        .setValue(TestPlans.column(0, SqlType.INTEGER))
                                        .addItems(Literal.newBuilder().setLongValue(7))
                                        .addItems(Literal.newBuilder().setLongValue(70_000)))
                        .build();
        Expression mirrored =
                TestPlans.call(
                        ScalarFunction.GREATER,
                        TestPlans.literal(100, SqlType.INTEGER),
                        TestPlans.column(0, SqlType.INTEGER));
        TestQuery query = query();
        Scan.Builder scan = Scan.newBuilder().addConjuncts(list).addConjuncts(mirrored);
        assertEquals(
                expected(r -> (Integer) r[0] == 7),
                HashJoinTest.sorted(query.run(scan(scan).build(), 1)));
        assertTrue(counters(query).getRowGroupsSkipped() >= 1, counters(query).toString());
    }

    @Test
    void deletedRowsAreGoneAndRowIdsTellPlaces() {
        RoaringBitmap deleted = new RoaringBitmap();
        for (int i = 0; i < ROWS; i += 3) {
            deleted.add(i);
        }
        segment =
                segment.toBuilder()
                        .setOrdinal(5)
                        .setDeletedRows(DeletedRows.encode(deleted))
                        .build();
        List<Object[]> actual = query().run(scan(Scan.newBuilder().setWithRowId(true)).build(), 2);
        assertEquals(ROWS - deleted.getCardinality(), actual.size());
        for (Object[] row : actual) {
            long id = (Long) row[TYPES.size()];
            assertEquals(5, id >> 20);
            int place = (int) (id & (1 << 20) - 1);
            assertTrue(place % 3 != 0);
            assertEquals(rows.get(place)[0], row[0]);
        }
    }

    @Test
    void aJoinsFilterReachesTheScan() {
        List<SqlType> keyTypes = List.of(SqlType.INTEGER);
        List<Object[]> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            keys.add(new Object[] {60_000 + i * 3});
        }
        keys.add(new Object[] {null});
        for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.LEFT_SEMI)) {
            for (List<Object[]> build : List.of(keys, List.<Object[]>of())) {
                PlanNode scan =
                        scan(Scan.newBuilder()
                                        .addRuntimeFilters(
                                                RuntimeFilterTarget.newBuilder()
                                                        .setFilterId(9)
                                                        .setColumn(0)))
                                .build();
                List<SqlType> output =
                        kind == JoinKind.INNER ? Types.concatenate(TYPES, keyTypes) : TYPES;
                PlanNode join =
                        TestPlans.node(2, output, scan, TestPlans.input(1, keyTypes))
                                .setHashJoin(
                                        HashJoin.newBuilder()
                                                .setKind(kind)
                                                .addLeftKeys(0)
                                                .addRightKeys(0)
                                                .addRuntimeFilters(
                                                        RuntimeFilterSource.newBuilder()
                                                                .setFilterId(9)))
                                .build();
                TestQuery query = query().with(1, () -> TestRows.source(keyTypes, build, 10, SEED));
                List<Object[]> actual = query.run(join, 2);
                assertEquals(build.isEmpty() ? 0 : 80, actual.size());
                OperatorCounters counters = counters(query);
                assertEquals(actual.size(), counters.getRowsOut());
                assertTrue(counters.getRowGroupsRead() <= 1, counters.toString());
            }
        }
    }

    /** First by one column, then by the random number. */
    private static PlanNode first(int column, boolean descending, boolean nullsFirst, int rows) {
        Sort sort =
                Sort.newBuilder()
                        .addKeys(TestPlans.key(column, descending, nullsFirst))
                        .addKeys(TestPlans.key(1, false, false))
                        .setHasLimit(true)
                        .setLimit(rows)
                        .setOffset(3)
                        .build();
        return TestPlans.node(2, TYPES, scan(Scan.newBuilder()).build()).setSort(sort).build();
    }

    private List<List<Object>> expectedFirst(
            int column, boolean descending, boolean nullsFirst, int count) {
        Comparator<Integer> order =
                descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<Integer> all =
                nullsFirst ? Comparator.nullsFirst(order) : Comparator.nullsLast(order);
        return rows.stream()
                .sorted(
                        Comparator.comparing((Object[] r) -> (Integer) r[column], all)
                                .thenComparing(r -> (Long) r[1]))
                .skip(3)
                .limit(count)
                .map(r -> Arrays.asList(r[column], r[1]))
                .toList();
    }

    @Test
    void aSortForTheFirstRowsFiltersTheScan() {
        for (int column : new int[] {0, 3}) {
            for (boolean descending : new boolean[] {false, true}) {
                for (boolean nullsFirst : new boolean[] {false, true}) {
                    for (int count : new int[] {1, 10, 20_000}) {
                        PlanNode plan = first(column, descending, nullsFirst, count);
                        TestQuery query = query();
                        List<List<Object>> actual =
                                query.run(plan, 2).stream()
                                        .map(r -> Arrays.asList(r[column], r[1]))
                                        .toList();
                        assertEquals(expectedFirst(column, descending, nullsFirst, count), actual);
                        boolean mayFilter = !nullsFirst;
                        if (!mayFilter) {
                            assertEquals(ROWS, counters(query).getRowsOut());
                        }
                    }
                }
            }
        }
    }

    @Test
    void rowGroupsBehindTheFirstRowsAreSkipped() {
        PlanNode plan = first(0, false, false, 10);
        TestQuery bounded = query();
        bounded.run(plan, 1);
        assertTrue(counters(bounded).getRowsOut() < ROWS / 4, counters(bounded).toString());
        assertTrue(counters(bounded).getRowGroupsSkipped() >= 1, counters(bounded).toString());
        TestQuery free = query().setting("enable_topn_filter", "off");
        free.run(plan, 1);
        assertEquals(ROWS, counters(free).getRowsOut());
    }
}
