package io.colonnade.sql.physical;

import io.colonnade.sql.optimize.CostModel;
import io.colonnade.sql.optimize.Distribution;

import org.apache.calcite.rex.RexBuilder;

/** What the planning of one statement shares. Used by one thread. */
final class PlanContext {
    private final int nodes;
    private final CostModel costs;
    private final RexBuilder rexBuilder;
    private int nextOrigin;

    PlanContext(int nodes, RexBuilder rexBuilder) {
        this.nodes = nodes;
        this.costs = new CostModel(nodes);
        this.rexBuilder = rexBuilder;
    }

    CostModel costs() {
        return costs;
    }

    RexBuilder rexBuilder() {
        return rexBuilder;
    }

    /** On one node all rows are there anyway, and nothing ever moves. */
    boolean isSingleNode() {
        return nodes == 1;
    }

    /** Where rows are that every node could make. */
    Distribution everywhere() {
        return isSingleNode() ? Distribution.SINGLE : Distribution.REPLICATED;
    }

    int newOrigin() {
        return nextOrigin++;
    }
}
