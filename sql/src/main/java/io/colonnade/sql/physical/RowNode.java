package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;

import java.util.List;

/** Nodes that look at one row at a time. */
public sealed interface RowNode extends PhysicalNode {
    PhysicalNode input();

    @Override
    default List<PhysicalNode> inputs() {
        return List.of(input());
    }

    /** Rows for which all conditions are true. */
    record Filter(Shape shape, PhysicalNode input, List<Expression> conjuncts) implements RowNode {}

    /** One expression per output column. */
    record Project(Shape shape, PhysicalNode input, List<Expression> expressions)
            implements RowNode {}

    /** Each row as often as the count column says; the output is without it. */
    record Replicate(Shape shape, PhysicalNode input, int countColumn) implements RowNode {}

    /** Each row once per set, group columns outside the set NULL, then the set's number. */
    record Expand(
            Shape shape, PhysicalNode input, List<Integer> groupColumns, List<List<Integer>> sets)
            implements RowNode {}
}
