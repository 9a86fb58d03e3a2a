package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.sql.statistics.Selectivity;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/** Rows that joins give, by keys, conditions and kind. Stateless. */
final class JoinEstimates {
    /** An anti join that seems to let nothing through still lets this share through. */
    private static final double LEAST_KEPT = 0.001;

    private JoinEstimates() {}

    /**
     * The two sides of a join.
     *
     * @param columns of both sides, in one numbering for keys and conditions
     */
    record Pair(
            List<ColumnEstimate> columns,
            double leftRows,
            double rightRows,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Expression> conditions) {

        private ColumnEstimate left(int key) {
            return columns.get(leftKeys.get(key));
        }

        private ColumnEstimate right(int key) {
            return columns.get(rightKeys.get(key));
        }

        private double conditionShare() {
            return conditions.isEmpty() ? 1 : new Selectivity(columns).ofAll(conditions);
        }

        private Pair swapped() {
            return new Pair(columns, rightRows, leftRows, rightKeys, leftKeys, conditions);
        }

        /** Share of left rows with a match. */
        double matched() {
            double share = 1;
            double groups = 1;
            double domain = 1;
            for (int i = 0; i < leftKeys.size(); i++) {
                double values = Math.max(left(i).domain(), right(i).domain());
                share *= Math.min(1, right(i).distinct() / values);
                groups *= right(i).distinct();
                domain *= left(i).domain();
            }
            if (leftKeys.size() > 1) {
                share = Math.min(1, Math.max(share, rightRows / Math.max(domain, rightRows)));
            }
            if (!conditions.isEmpty()) {
                double perGroup = Math.max(1, rightRows / Math.min(groups, rightRows));
                share *= 1 - Math.pow(1 - conditionShare(), perGroup);
            }
            return share;
        }

        /** Share of left rows without a match. */
        double unmatched() {
            return Math.max(LEAST_KEPT, 1 - matched());
        }

        /** Pairs that match; `unique` if a right key meets one row at most. */
        private double inner(boolean unique) {
            double divisor = 1;
            for (int i = 0; i < leftKeys.size(); i++) {
                divisor *= Math.max(left(i).domain(), right(i).domain());
            }
            if (unique && leftKeys.size() > 1) {
                divisor = Math.min(divisor, rightRows);
            }
            return Math.max(1, leftRows * rightRows / divisor * conditionShare());
        }
    }

    static Pair pair(Shape left, Shape right, JoinNodes.Spec spec) {
        List<ColumnEstimate> columns = new ArrayList<>(left.estimate().columns());
        columns.addAll(right.estimate().columns());
        List<Integer> rightKeys =
                spec.keys().right().stream().map(column -> column + left.width()).toList();
        return new Pair(
                columns,
                left.rows(),
                right.rows(),
                spec.keys().left(),
                rightKeys,
                spec.conditions());
    }

    static double rows(Shape left, Shape right, JoinNodes.Spec spec) {
        Pair pair = pair(left, right, spec);
        double inner = pair.inner(isUnique(right, spec.keys().right()));
        return switch (spec.kind()) {
            case INNER -> inner;
            case LEFT_OUTER -> Math.max(inner, left.rows());
            case RIGHT_OUTER -> Math.max(inner, right.rows());
            case FULL_OUTER -> Math.max(inner, left.rows() + right.rows());
            case LEFT_SEMI -> left.rows() * pair.matched();
            case LEFT_ANTI, NULL_AWARE_ANTI -> left.rows() * pair.unmatched();
            case MARK -> left.rows();
            case RIGHT_SEMI -> right.rows() * pair.swapped().matched();
            case RIGHT_ANTI -> right.rows() * pair.swapped().unmatched();
            case UNRECOGNIZED -> throw new IllegalArgumentException("join kind");
        };
    }

    static boolean isUnique(Shape shape, List<Integer> columns) {
        ImmutableBitSet set = ImmutableBitSet.of(columns);
        return shape.uniqueKeys().stream().anyMatch(set::contains);
    }

    /** Estimates of the columns of left ++ right over this many joined rows. */
    static List<ColumnEstimate> columns(RowEstimate left, RowEstimate right, double rows) {
        List<ColumnEstimate> columns = new ArrayList<>(left.withRows(rows).columns());
        columns.addAll(right.withRows(rows).columns());
        return columns;
    }
}
