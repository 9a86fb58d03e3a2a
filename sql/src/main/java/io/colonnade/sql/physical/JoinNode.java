package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.RuntimeFilterSource;

import java.util.List;

/** Joins. Left is the probe side, right the build side. */
public sealed interface JoinNode extends PhysicalNode {
    PhysicalNode left();

    PhysicalNode right();

    JoinKind kind();

    /** Redshift's name of the data movement. */
    String label();

    @Override
    default List<PhysicalNode> inputs() {
        return List.of(left(), right());
    }

    /**
     * A join by equal keys.
     *
     * @param conditions further conditions over left ++ right that a pair must meet
     */
    record Hash(
            Shape shape,
            PhysicalNode left,
            PhysicalNode right,
            JoinKind kind,
            Keys keys,
            List<Expression> conditions,
            List<RuntimeFilterSource> runtimeFilters,
            String label)
            implements JoinNode {}

    /** A join that tries every pair. */
    record NestedLoop(
            Shape shape,
            PhysicalNode left,
            PhysicalNode right,
            JoinKind kind,
            List<Expression> conditions,
            String label)
            implements JoinNode {}

    /**
     * Pairs of equal columns, each numbered within its own side.
     *
     * @param nullSafe per pair: NULL equals NULL
     * @param nullAware for MARK: three-valued
     */
    record Keys(
            List<Integer> left, List<Integer> right, List<Boolean> nullSafe, boolean nullAware) {
        int size() {
            return left.size();
        }
    }
}
