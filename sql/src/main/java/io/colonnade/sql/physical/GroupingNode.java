package io.colonnade.sql.physical;

import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.WindowCall;

import java.util.List;

/** Nodes that bring rows of a group together. */
public sealed interface GroupingNode extends PhysicalNode {
    PhysicalNode input();

    @Override
    default List<PhysicalNode> inputs() {
        return List.of(input());
    }

    /** Group columns, then one column per call. */
    record Aggregate(
            Shape shape, PhysicalNode input, List<Integer> groups, List<AggregateCall> calls)
            implements GroupingNode {}

    /** The input's columns, then one column per call. */
    record Window(
            Shape shape,
            PhysicalNode input,
            List<Integer> partitions,
            List<SortKey> order,
            List<WindowCall> calls)
            implements GroupingNode {}
}
