package io.colonnade.sql.physical;

import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * What every physical node says of its output. Immutable.
 *
 * @param estimate has one entry per column
 * @param uniqueKeys sets of columns without duplicates
 */
public record Shape(
        List<OutputColumn> columns,
        RowEstimate estimate,
        Distribution distribution,
        List<ImmutableBitSet> uniqueKeys) {
    public Shape {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
        if (columns.size() != estimate.columns().size()) {
            throw new IllegalArgumentException("one estimate per column");
        }
    }

    public double rows() {
        return estimate.rows();
    }

    public int width() {
        return columns.size();
    }

    /** Bytes of a row. */
    public double bytes() {
        double bytes = 0;
        for (ColumnEstimate column : estimate.columns()) {
            bytes += column.averageBytes();
        }
        return bytes;
    }

    Shape withEstimate(RowEstimate newEstimate) {
        return new Shape(columns, newEstimate, distribution, uniqueKeys);
    }

    Shape withRows(double rows) {
        return withEstimate(estimate.withRows(rows));
    }

    Shape withDistribution(Distribution newDistribution) {
        return new Shape(columns, estimate, newDistribution, uniqueKeys);
    }

    /** This shape after a choice among rows that are equal in order: made on one node only. */
    Shape chosenOnce() {
        return withDistribution(distribution.chosenOnce());
    }

    /** This shape with columns appended; keys and distribution stay. */
    Shape plus(List<OutputColumn> more, List<ColumnEstimate> estimates) {
        List<OutputColumn> allColumns = new ArrayList<>(columns);
        allColumns.addAll(more);
        List<ColumnEstimate> allEstimates = new ArrayList<>(estimate.columns());
        allEstimates.addAll(estimates);
        return new Shape(
                allColumns, new RowEstimate(rows(), allEstimates), distribution, uniqueKeys);
    }
}
