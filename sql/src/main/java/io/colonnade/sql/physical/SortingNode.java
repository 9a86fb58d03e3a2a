package io.colonnade.sql.physical;

import io.colonnade.plan.SortKey;

import java.util.List;

/** Nodes that order or cut rows. */
public sealed interface SortingNode extends PhysicalNode {
    PhysicalNode input();

    Cut cut();

    @Override
    default List<PhysicalNode> inputs() {
        return List.of(input());
    }

    /** All rows in order, or the first of them. */
    record Sort(Shape shape, PhysicalNode input, List<SortKey> keys, Cut cut)
            implements SortingNode {}

    /** Some rows. */
    record Limit(Shape shape, PhysicalNode input, Cut cut) implements SortingNode {}
}
