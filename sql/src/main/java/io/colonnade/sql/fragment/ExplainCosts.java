package io.colonnade.sql.fragment;

import io.colonnade.plan.OutputKind;
import io.colonnade.sql.physical.DataNode;
import io.colonnade.sql.physical.GroupingNode;
import io.colonnade.sql.physical.JoinNode;
import io.colonnade.sql.physical.LeafNode;
import io.colonnade.sql.physical.PhysicalNode;
import io.colonnade.sql.physical.RowNode;
import io.colonnade.sql.physical.SortingNode;

/**
 * The costs that EXPLAIN shows: of the first row and of all rows, inputs included, in Redshift's
 * unit of a hundredth per row read. Immutable.
 */
record ExplainCosts(double first, double all) {
    private static final double ROW = 0.01;
    private static final double SENT_ROW = 0.1;

    static ExplainCosts of(ExplainNode node) {
        double inputs = 0;
        double inputsFirst = 0;
        double inputRows = 0;
        for (ExplainNode input : node.inputs()) {
            ExplainCosts costs = of(input);
            inputs += costs.all();
            inputsFirst = Math.max(inputsFirst, costs.first());
            inputRows += input.node().shape().rows();
        }
        double rows = node.node().shape().rows();
        PhysicalNode physical = node.node();
        return switch (physical) {
            case LeafNode.Scan scan ->
                    new ExplainCosts(0, Math.max(rows, scan.table().rows()) * ROW);
            case LeafNode leaf -> new ExplainCosts(0, rows * ROW);
            case RowNode row -> new ExplainCosts(inputsFirst, inputs + rows * ROW / 10);
            case JoinNode.Hash join -> {
                double build = of(node.inputs().get(1)).all() + join.right().shape().rows() * ROW;
                yield new ExplainCosts(build, inputs + (inputRows + rows) * ROW);
            }
            case JoinNode.NestedLoop join -> {
                double pairs = join.left().shape().rows() * join.right().shape().rows();
                yield new ExplainCosts(inputsFirst, inputs + pairs * ROW);
            }
            case GroupingNode grouping ->
                    new ExplainCosts(inputs + inputRows * ROW, inputs + (inputRows + rows) * ROW);
            case SortingNode.Sort sort -> {
                double sorted = inputs + inputRows * ROW * Math.max(1, Math.log10(inputRows));
                yield new ExplainCosts(sorted, sorted + rows * ROW);
            }
            case SortingNode.Limit limit ->
                    new ExplainCosts(inputsFirst, Math.max(inputsFirst, inputs));
            case DataNode.Exchange exchange -> {
                double each = exchange.kind() == OutputKind.BROADCAST ? 2 * SENT_ROW : SENT_ROW;
                yield new ExplainCosts(inputsFirst, inputs + rows * each);
            }
            case DataNode data -> new ExplainCosts(inputsFirst, inputs + rows * ROW);
        };
    }
}
