package io.colonnade.sql.physical;

import java.util.List;

/** A node of the physical plan: an operator of the engine, or an exchange. Immutable trees. */
public sealed interface PhysicalNode
        permits LeafNode, RowNode, JoinNode, GroupingNode, SortingNode, DataNode {
    /** What it gives. */
    Shape shape();

    /** Its inputs, left first. */
    List<PhysicalNode> inputs();
}
