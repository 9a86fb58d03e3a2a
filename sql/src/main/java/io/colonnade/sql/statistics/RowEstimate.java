package io.colonnade.sql.statistics;

import io.colonnade.plan.Expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is believed of an intermediate result: its rows and columns. Immutable.
 *
 * @param rows at least one, so that products stay sensible
 */
public record RowEstimate(double rows, List<ColumnEstimate> columns) {
    public RowEstimate {
        rows = Math.max(1, rows);
        columns = List.copyOf(columns);
    }

    /** After keeping only rows for which all conditions are true. */
    public RowEstimate filtered(List<Expression> conditions) {
        if (conditions.isEmpty()) {
            return this;
        }
        double after = Math.max(1, rows * new Selectivity(columns).ofAll(conditions));
        List<ColumnEstimate> narrowed = new ArrayList<>(columns);
        for (Expression condition : conditions) {
            narrow(narrowed, condition);
        }
        narrowed.replaceAll(column -> column.scaled(rows, after));
        return new RowEstimate(after, narrowed);
    }

    /** Conditions on one column reduce what it can hold. */
    private static void narrow(List<ColumnEstimate> columns, Expression condition) {
        ColumnBounds.of(condition)
                .ifPresent(
                        bounds -> {
                            ColumnEstimate column = columns.get(bounds.column());
                            double share =
                                    ColumnRanges.share(
                                            column,
                                            bounds.type(),
                                            bounds.lowest(),
                                            bounds.highest());
                            columns.set(
                                    bounds.column(),
                                    column.within(bounds.lowest(), bounds.highest(), share));
                        });
        if (condition.hasCall()) {
            narrowPoint(columns, condition);
        } else if (condition.hasInList() && !condition.getInList().getNegated()) {
            Expression value = condition.getInList().getValue();
            limit(columns, value, condition.getInList().getItemsCount());
        }
    }

    private static void narrowPoint(List<ColumnEstimate> columns, Expression condition) {
        switch (condition.getCall().getFunction()) {
            case EQUAL -> {
                Expression left = condition.getCall().getArguments(0);
                Expression right = condition.getCall().getArguments(1);
                if (right.hasLiteral() || right.getKindCase() == Expression.KindCase.PARAMETER) {
                    limit(columns, left, 1);
                }
            }
            case IS_NOT_NULL -> {
                Expression value = condition.getCall().getArguments(0);
                if (value.getKindCase() == Expression.KindCase.COLUMN) {
                    columns.set(value.getColumn(), columns.get(value.getColumn()).withNulls(0));
                }
            }
            default -> {}
        }
    }

    private static void limit(List<ColumnEstimate> columns, Expression value, double distinct) {
        if (value.getKindCase() == Expression.KindCase.COLUMN) {
            ColumnEstimate column = columns.get(value.getColumn());
            columns.set(
                    value.getColumn(),
                    column.withDistinct(
                                    Math.min(column.distinct(), distinct),
                                    Math.min(column.domain(), distinct))
                            .withNulls(0));
        }
    }

    /** The same columns over another number of rows. */
    public RowEstimate withRows(double after) {
        List<ColumnEstimate> scaled = new ArrayList<>(columns);
        scaled.replaceAll(column -> column.scaled(rows, after));
        return new RowEstimate(after, scaled);
    }

    /**
     * Groups that the columns form: the product of their distinct values, but one table's columns
     * together never more than its key or its rows.
     */
    public double groups(List<Integer> groupColumns) {
        Map<Integer, Double> byOrigin = new LinkedHashMap<>();
        Set<Integer> keyed = new HashSet<>();
        double product = 1;
        for (int index : groupColumns) {
            ColumnEstimate column = columns.get(index);
            double values = column.distinct() + (column.nullFraction() > 0 ? 1 : 0);
            if (column.origin() < 0) {
                product *= values;
            } else if (column.key()) {
                keyed.add(column.origin());
                byOrigin.put(column.origin(), values);
            } else if (!keyed.contains(column.origin())) {
                byOrigin.merge(column.origin(), values, (a, b) -> a * b);
            }
        }
        for (double values : byOrigin.values()) {
            product *= Math.min(values, rows);
        }
        return Math.max(1, Math.min(product, rows));
    }
}
