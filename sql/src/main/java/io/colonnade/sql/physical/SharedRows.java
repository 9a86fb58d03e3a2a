package io.colonnade.sql.physical;

import io.colonnade.sql.rewrite.SharedTree;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.HashMap;
import java.util.Map;

/** Plans trees that have several readers: once for all of them. One per statement; one thread. */
final class SharedRows {
    /** Rows are kept in memory and cannot be spilled; more than this is made again instead. */
    private static final double MOST_BYTES = 64 << 20;

    private final RelPlanner planner;
    private final Map<Integer, PhysicalNode> nodes = new HashMap<>();

    SharedRows(RelPlanner planner) {
        this.planner = planner;
    }

    Planned plan(SharedTree.Definition tree, ImmutableBitSet asked) {
        PhysicalNode known = nodes.get(tree.id());
        if (known == null) {
            known = planned(tree);
            nodes.put(tree.id(), known);
        }
        Shape shape = known.shape();
        if (shape.rows() * shape.bytes() > MOST_BYTES) {
            return planner.plan(tree.tree(), asked);
        }
        return Planned.of(known, tree.used(), tree.tree().getRowType().getFieldCount());
    }

    /** Columns of two places are not the same scan's: none has an origin. */
    private PhysicalNode planned(SharedTree.Definition tree) {
        PhysicalNode input = planner.exactly(tree.tree(), tree.used());
        Shape shape = input.shape();
        RowEstimate estimate =
                new RowEstimate(
                        shape.rows(),
                        shape.estimate().columns().stream().map(ColumnEstimate::computed).toList());
        return new DataNode.Shared(shape.withEstimate(estimate), input, tree.id());
    }
}
