package io.colonnade.engine.fragment;

import io.colonnade.engine.pipeline.TopBound;
import io.colonnade.plan.Expression;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.SortKey;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds the scans whose rows a sort for the first rows can do without: those it reads through
 * filters and plain projections only, when its first key is one of their integers and NULLs come
 * last. One per run, used while compiling.
 */
final class TopBounds {
    private final Map<Integer, TopBound> byScan = new HashMap<>();

    /** The bound that the sort sets, or null. */
    TopBound of(PlanNode sort) {
        if (!sort.getSort().getHasLimit() || sort.getSort().getKeysCount() == 0) {
            return null;
        }
        SortKey key = sort.getSort().getKeys(0);
        int column = key.getColumn();
        PlanNode node = sort.getInputs(0);
        while (node.getNodeCase() != PlanNode.NodeCase.SCAN) {
            switch (node.getNodeCase()) {
                case FILTER -> {}
                case PROJECT -> {
                    Expression expression = node.getProject().getExpressions(column);
                    if (expression.getKindCase() != Expression.KindCase.COLUMN) {
                        return null;
                    }
                    column = expression.getColumn();
                }
                default -> {
                    return null;
                }
            }
            node = node.getInputs(0);
        }
        PhysicalType type = SqlType.fromProto(node.getOutput(column)).physical();
        boolean integer = type == PhysicalType.INT || type == PhysicalType.LONG;
        boolean nullsWanted = key.getNullsFirst() && node.getOutput(column).getNullable();
        if (!integer || nullsWanted || column >= node.getScan().getColumnIdsCount()) {
            return null;
        }
        TopBound bound = new TopBound(column, key.getDescending());
        byScan.put(node.getId(), bound);
        return bound;
    }

    /** The bound for a scan, or null. */
    TopBound forScan(PlanNode scan) {
        return byScan.get(scan.getId());
    }
}
