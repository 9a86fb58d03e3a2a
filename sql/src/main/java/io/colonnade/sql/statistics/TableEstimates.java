package io.colonnade.sql.statistics;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.ColumnStatistics;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Estimates of a stored table's columns from its statistics and constraints. Stateless. */
public final class TableEstimates {
    /** A column whose values are this close to the row count is taken as unique. */
    private static final double UNIQUE_SHARE = 0.98;

    /** Below this many rows a lucky sample could look unique. */
    private static final double UNIQUE_MIN_ROWS = 100;

    private TableEstimates() {}

    /**
     * Estimates of the columns at these positions of the definition.
     *
     * @param origin number of the scan in the query
     */
    public static RowEstimate of(TableRelation table, List<Integer> positions, int origin) {
        Map<Integer, ColumnStatistics> statistics = new HashMap<>();
        for (ColumnStatistics column : table.statistics().getColumnsList()) {
            statistics.put(column.getColumnId(), column);
        }
        double rows = Math.max(1, table.rows());
        List<ColumnEstimate> columns = new ArrayList<>(positions.size());
        for (int position : positions) {
            ColumnDefinition column = table.definition().getColumns(position);
            columns.add(
                    of(table.definition(), column, statistics.get(column.getId()), rows, origin));
        }
        return new RowEstimate(rows, columns);
    }

    private static ColumnEstimate of(
            TableDefinition table,
            ColumnDefinition column,
            ColumnStatistics statistics,
            double rows,
            int origin) {
        boolean declared = isDeclaredKey(table, column.getId());
        double width = ColumnWidths.of(SqlType.fromProto(column.getType()));
        if (statistics == null || statistics.getDistinct() <= 0) {
            double distinct = declared ? rows : Math.max(1, rows / 10);
            return new ColumnEstimate(
                    distinct, distinct, 0, width, false, 0, 0, List.of(), origin, declared);
        }
        double distinct = Math.max(1, Math.min(rows, statistics.getDistinct()));
        boolean unique = declared || (rows >= UNIQUE_MIN_ROWS && distinct >= rows * UNIQUE_SHARE);
        double values = unique ? rows : distinct;
        return new ColumnEstimate(
                values,
                values,
                statistics.getNullFraction(),
                statistics.getAverageBytes() > 0 ? statistics.getAverageBytes() : width,
                statistics.getHasRange(),
                statistics.getMinImage(),
                statistics.getMaxImage(),
                statistics.getHistogramList(),
                origin,
                unique);
    }

    private static boolean isDeclaredKey(TableDefinition table, int columnId) {
        for (Constraint constraint : table.getConstraintsList()) {
            if (constraint.getKind() != Constraint.Kind.FOREIGN_KEY
                    && constraint.getColumnsCount() == 1
                    && constraint.getColumns(0) == columnId) {
                return true;
            }
        }
        return false;
    }

    /** Whether the table has been analysed (or is empty). */
    public static boolean known(TableRelation table) {
        return table.statistics().getColumnsCount() > 0 || table.rows() == 0;
    }
}
