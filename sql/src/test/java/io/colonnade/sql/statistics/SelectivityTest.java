package io.colonnade.sql.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.plan.Call;
import io.colonnade.plan.Expression;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shares of rows by column statistics. Column 0: 0..999, column 1: text, column 2: unknown. */
class SelectivityTest {
    private static final ColumnEstimate NUMBER =
            new ColumnEstimate(1000, 1000, 0, 8, true, 0, 999, List.of(), 1, false);

    private static final ColumnEstimate TEXT =
            new ColumnEstimate(
                    100, 100, 0.5, 8, true, text("apple"), text("pear"), List.of(), 1, false);

    private static final Selectivity SELECTIVITY =
            new Selectivity(List.of(NUMBER, TEXT, ColumnEstimate.unknown(1000, 8)));

    private static long text(String value) {
        return Images.ofText(value.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static Expression column(int index) {
        SqlType type = index == 1 ? SqlType.VARCHAR : SqlType.BIGINT;
        return Expression.newBuilder().setType(type.toProto(true)).setColumn(index).build();
    }

    private static Expression number(long value) {
        return Expression.newBuilder()
                .setType(SqlType.BIGINT.toProto(false))
                .setLiteral(Literal.newBuilder().setLongValue(value))
                .build();
    }

    private static Expression call(ScalarFunction function, Expression... arguments) {
        return Expression.newBuilder()
                .setType(SqlType.BOOLEAN.toProto(true))
                .setCall(
                        Call.newBuilder().setFunction(function).addAllArguments(List.of(arguments)))
                .build();
    }

    private static void assertShare(double expected, Expression condition) {
        assertEquals(expected, SELECTIVITY.of(condition), 0.002);
    }

    @Test
    void rangesFollowTheBounds() {
        assertShare(0.25, call(ScalarFunction.LESS, column(0), number(250)));
        assertShare(0.75, call(ScalarFunction.LESS, number(250), column(0)));
        assertShare(0, call(ScalarFunction.GREATER, column(0), number(5000)));
        assertShare(1, call(ScalarFunction.GREATER_OR_EQUAL, column(0), number(-5)));
    }

    @Test
    void rangesOnOneColumnAreIntersected() {
        List<Expression> between =
                List.of(
                        call(ScalarFunction.GREATER_OR_EQUAL, column(0), number(100)),
                        call(ScalarFunction.LESS, column(0), number(200)));
        assertEquals(0.1, SELECTIVITY.ofAll(between), 0.002);
    }

    @Test
    void histogramsBeatTheBounds() {
        ColumnEstimate skewed =
                new ColumnEstimate(
                        1000,
                        1000,
                        0,
                        8,
                        true,
                        0,
                        1000,
                        List.of(0L, 10L, 20L, 30L, 1000L),
                        1,
                        false);
        Selectivity selectivity = new Selectivity(List.of(skewed));
        assertEquals(
                0.5,
                selectivity.of(call(ScalarFunction.LESS_OR_EQUAL, column(0), number(20))),
                0.01);
    }

    @Test
    void equalityCountsDistinctValues() {
        assertShare(0.001, call(ScalarFunction.EQUAL, column(0), number(5)));
        assertShare(0, call(ScalarFunction.EQUAL, column(0), number(-1)));
        assertShare(0.999, call(ScalarFunction.NOT_EQUAL, column(0), number(5)));
        Expression in =
                Expression.newBuilder()
                        .setType(SqlType.BOOLEAN.toProto(true))
                        .setInList(
                                InList.newBuilder()
                                        .setValue(column(0))
                                        .addItems(Literal.newBuilder().setLongValue(1))
                                        .addItems(Literal.newBuilder().setLongValue(7)))
                        .build();
        assertShare(0.002, in);
    }

    @Test
    void nullsNeverPass() {
        assertShare(0.5, call(ScalarFunction.IS_NULL, column(1)));
        assertShare(0.5, call(ScalarFunction.IS_NOT_NULL, column(1)));
    }

    @Test
    void logicCombinesShares() {
        Expression half = call(ScalarFunction.LESS, column(0), number(500));
        Expression quarter = call(ScalarFunction.EQUAL, column(2), number(1));
        assertShare(0.5 * 0.01, call(ScalarFunction.AND, half, quarter));
        assertShare(1 - 0.5 * 0.99, call(ScalarFunction.OR, half, quarter));
        assertShare(0.5, call(ScalarFunction.NOT, half));
    }

    @Test
    void filtersNarrowTheirColumns() {
        RowEstimate rows = new RowEstimate(10_000, List.of(NUMBER));
        RowEstimate filtered =
                rows.filtered(List.of(call(ScalarFunction.LESS, column(0), number(100))));
        assertEquals(1000, filtered.rows(), 20);
        assertEquals(100, filtered.columns().get(0).domain(), 2);
        assertTrue(filtered.columns().get(0).distinct() <= 101);
    }

    @Test
    void aKeyDecidesTheGroupsOfItsTable() {
        ColumnEstimate key = new ColumnEstimate(500, 500, 0, 8, false, 0, 0, List.of(), 1, true);
        ColumnEstimate name = new ColumnEstimate(400, 400, 0, 8, false, 0, 0, List.of(), 1, false);
        ColumnEstimate other = new ColumnEstimate(3, 3, 0, 8, false, 0, 0, List.of(), 2, false);
        RowEstimate rows = new RowEstimate(100_000, List.of(key, name, other));
        assertEquals(500, rows.groups(List.of(0, 1)), 0.1);
        assertEquals(1500, rows.groups(List.of(1, 0, 2)), 0.1);
        assertEquals(1200, rows.groups(List.of(1, 2)), 0.1);
    }
}
