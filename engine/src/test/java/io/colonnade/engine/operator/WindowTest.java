package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.FrameBound;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.Window;
import io.colonnade.plan.WindowCall;
import io.colonnade.plan.WindowFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Window functions against loops over sorted lists. The last column makes every order total. */
class WindowTest {
    private static final long SEED = Long.getLong("seed", 20254);

    /** Partition, sort key, value, text, two (a constant), unique. */
    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.INTEGER,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SqlType.VARCHAR,
                    SqlType.BIGINT,
                    SqlType.INTEGER);

    @Test
    void ranksAndShifts() {
        List<SortKey> byKey = List.of(TestPlans.key(1, false, true));
        for (WindowFunction function :
                List.of(
                        WindowFunction.RANK,
                        WindowFunction.DENSE_RANK,
                        WindowFunction.PERCENT_RANK,
                        WindowFunction.CUME_DIST)) {
            check(byKey, call(function, type(function)).build());
        }
        List<SortKey> total = List.of(byKey.getFirst(), TestPlans.key(5, true, false));
        check(total, call(WindowFunction.ROW_NUMBER, SqlType.BIGINT).build());
        check(total, call(WindowFunction.NTILE, SqlType.INTEGER, 4).build());
        for (WindowFunction function : List.of(WindowFunction.LAG, WindowFunction.LEAD)) {
            check(total, call(function, SqlType.VARCHAR, 3).build());
            check(total, call(function, SqlType.BIGINT, 2, 4).build());
            check(total, call(function, SqlType.BIGINT, 2, 4, 4).build());
            check(total, call(function, SqlType.BIGINT, 2, 4).setIgnoreNulls(true).build());
        }
    }

    @Test
    void frames() {
        List<SortKey> total =
                List.of(TestPlans.key(1, true, false), TestPlans.key(5, false, false));
        List<SortKey> byKey = total.subList(0, 1);
        List<WindowCall.Builder> calls =
                List.of(
                        call(WindowFunction.FIRST_VALUE, SqlType.VARCHAR, 3),
                        call(WindowFunction.LAST_VALUE, SqlType.BIGINT, 2).setIgnoreNulls(true),
                        call(WindowFunction.NTH_VALUE, SqlType.BIGINT, 2, 4),
                        aggregate(AggregateFunction.SUM, SqlType.decimal(38, 0), 2),
                        aggregate(AggregateFunction.COUNT_STAR, SqlType.BIGINT),
                        aggregate(AggregateFunction.MIN, SqlType.VARCHAR, 3),
                        aggregate(AggregateFunction.MAX, SqlType.BIGINT, 2));
        for (WindowCall.Builder call : calls) {
            check(total, call.clone().build());
            if (call.getFunction() == WindowFunction.WINDOW_AGGREGATE) {
                check(List.of(), call.clone().build());
            }
            for (FrameBound start : bounds(true)) {
                for (FrameBound end : bounds(false)) {
                    check(
                            total,
                            call.clone().setRowsFrame(true).setStart(start).setEnd(end).build());
                    boolean offsets = start.getOffset() > 0 || end.getOffset() > 0;
                    if (!offsets && call.getFunction() == WindowFunction.WINDOW_AGGREGATE) {
                        check(byKey, call.clone().setStart(start).setEnd(end).build());
                    }
                }
            }
        }
    }

    private static List<FrameBound> bounds(boolean start) {
        List<FrameBound> bounds = new ArrayList<>();
        bounds.add(bound(FrameBound.Kind.PRECEDING, 2));
        bounds.add(bound(FrameBound.Kind.CURRENT_ROW, 0));
        bounds.add(bound(FrameBound.Kind.FOLLOWING, 1));
        bounds.add(
                start
                        ? bound(FrameBound.Kind.UNBOUNDED_PRECEDING, 0)
                        : bound(FrameBound.Kind.UNBOUNDED_FOLLOWING, 0));
        return bounds;
    }

    private static FrameBound bound(FrameBound.Kind kind, long offset) {
        return FrameBound.newBuilder().setKind(kind).setOffset(offset).build();
    }

    private static SqlType type(WindowFunction function) {
        return function == WindowFunction.PERCENT_RANK || function == WindowFunction.CUME_DIST
                ? SqlType.DOUBLE
                : SqlType.BIGINT;
    }

    private static WindowCall.Builder call(
            WindowFunction function, SqlType type, Integer... arguments) {
        return WindowCall.newBuilder()
                .setFunction(function)
                .setType(type.toProto(true))
                .addAllArguments(Arrays.asList(arguments));
    }

    private static WindowCall.Builder aggregate(
            AggregateFunction function, SqlType type, Integer... arguments) {
        return call(WindowFunction.WINDOW_AGGREGATE, type, arguments).setAggregate(function);
    }

    private static void check(List<SortKey> order, WindowCall call) {
        Random random = new Random(SEED);
        for (int count : new int[] {0, 1, 300}) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Object[] row = TYPES.stream().map(t -> TestRows.random(t, 12, 5, random)).toArray();
                row[4] = 2L;
                row[5] = i;
                rows.add(row);
            }
            List<SqlType> output =
                    Types.concatenate(TYPES, List.of(SqlType.fromProto(call.getType())));
            PlanNode plan =
                    TestPlans.node(1, output, TestPlans.input(1, TYPES))
                            .setWindow(
                                    Window.newBuilder()
                                            .addPartitionColumns(0)
                                            .addAllOrder(order)
                                            .addCalls(call))
                            .build();
            for (String spill : List.of("off", "always")) {
                List<Object[]> actual =
                        new TestQuery()
                                .with(1, () -> TestRows.source(TYPES, rows, 64, SEED))
                                .setting("debug_spill", spill)
                                .run(plan, 2);
                assertEquals(
                        HashJoinTest.sorted(reference(order, call, rows)),
                        HashJoinTest.sorted(actual),
                        () -> call + " over " + order + ", spill " + spill);
            }
        }
    }

    private static List<Object[]> reference(
            List<SortKey> order, WindowCall call, List<Object[]> rows) {
        Map<Object, List<Object[]>> partitions = new LinkedHashMap<>();
        rows.forEach(
                r ->
                        partitions
                                .computeIfAbsent(Arrays.asList(r[0]), k -> new ArrayList<>())
                                .add(r));
        List<Object[]> out = new ArrayList<>();
        for (List<Object[]> partition : partitions.values()) {
            partition.sort(SortTest.comparator(order));
            for (int i = 0; i < partition.size(); i++) {
                Object[] row = Arrays.copyOf(partition.get(i), TYPES.size() + 1);
                row[TYPES.size()] = value(order, call, partition, i);
                out.add(row);
            }
        }
        return out;
    }

    private static Object value(
            List<SortKey> order, WindowCall call, List<Object[]> partition, int i) {
        var comparator = SortTest.comparator(order);
        int n = partition.size();
        int peerStart = i;
        while (peerStart > 0
                && comparator.compare(partition.get(peerStart - 1), partition.get(i)) == 0) {
            peerStart--;
        }
        int peerEnd = i + 1;
        while (peerEnd < n && comparator.compare(partition.get(peerEnd), partition.get(i)) == 0) {
            peerEnd++;
        }
        return switch (call.getFunction()) {
            case ROW_NUMBER -> i + 1L;
            case RANK -> peerStart + 1L;
            case DENSE_RANK -> {
                long rank = 1;
                for (int j = 1; j <= i; j++) {
                    rank += comparator.compare(partition.get(j - 1), partition.get(j)) == 0 ? 0 : 1;
                }
                yield rank;
            }
            case PERCENT_RANK -> n == 1 ? 0.0 : (double) peerStart / (n - 1);
            case CUME_DIST -> (double) peerEnd / n;
            case NTILE -> i < (n + 1) / 2 ? 1 : 2;
            case LAG, LEAD -> shifted(call, partition, i);
            default -> ofFrame(call, partition, frame(call, i, n, peerStart, peerEnd));
        };
    }

    private static Object shifted(WindowCall call, List<Object[]> partition, int i) {
        int step = call.getFunction() == WindowFunction.LAG ? -1 : 1;
        int column = call.getArguments(0);
        int left = call.getArgumentsCount() > 1 ? 2 : 1;
        int at = i;
        while (left > 0) {
            at += step;
            if (at < 0 || at >= partition.size()) {
                return call.getArgumentsCount() > 2 ? partition.get(i)[4] : null;
            }
            if (!call.getIgnoreNulls() || partition.get(at)[column] != null) {
                left--;
            }
        }
        return partition.get(at)[column];
    }

    private static int[] frame(WindowCall call, int i, int n, int peerStart, int peerEnd) {
        boolean rows = call.getRowsFrame();
        int offset = (int) call.getStart().getOffset();
        int start =
                switch (call.getStart().getKind()) {
                    case PRECEDING -> i - offset;
                    case CURRENT_ROW -> rows ? i : peerStart;
                    case FOLLOWING -> i + offset;
                    default -> 0;
                };
        int endOffset = (int) call.getEnd().getOffset();
        int end = rows ? i + 1 : peerEnd;
        if (call.hasEnd()) {
            end =
                    switch (call.getEnd().getKind()) {
                        case PRECEDING -> i - endOffset + 1;
                        case FOLLOWING -> i + endOffset + 1;
                        case UNBOUNDED_FOLLOWING -> n;
                        default -> end;
                    };
        }
        return new int[] {Math.max(0, start), Math.min(n, end)};
    }

    private static Object ofFrame(WindowCall call, List<Object[]> partition, int[] frame) {
        List<Object[]> rows =
                frame[0] < frame[1] ? partition.subList(frame[0], frame[1]) : List.of();
        int column = call.getArgumentsCount() > 0 ? call.getArguments(0) : 0;
        List<Object> values = new ArrayList<>();
        rows.forEach(r -> values.add(r[column]));
        List<Object> present = values.stream().filter(Objects::nonNull).toList();
        List<Object> chosen = call.getIgnoreNulls() ? present : values;
        return switch (call.getFunction()) {
            case FIRST_VALUE -> chosen.isEmpty() ? null : chosen.getFirst();
            case LAST_VALUE -> chosen.isEmpty() ? null : chosen.getLast();
            case NTH_VALUE -> chosen.size() < 2 ? null : chosen.get(1);
            default ->
                    switch (call.getAggregate()) {
                        case COUNT_STAR -> (long) rows.size();
                        case SUM ->
                                present.isEmpty()
                                        ? null
                                        : present.stream().mapToLong(v -> (Long) v).sum();
                        case MIN ->
                                present.stream()
                                        .map(v -> (String) v)
                                        .sorted()
                                        .findFirst()
                                        .orElse(null);
                        default ->
                                present.stream().map(v -> (Long) v).max(Long::compare).orElse(null);
                    };
        };
    }
}
