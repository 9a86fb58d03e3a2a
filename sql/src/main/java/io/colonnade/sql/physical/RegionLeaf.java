package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;

import java.util.ArrayList;
import java.util.List;

/**
 * One leaf of a join region while the region is planned: its plan, to which columns for computed
 * join keys are added. Used by one thread.
 */
final class RegionLeaf {
    private final JoinRegion.Leaf leaf;
    private final Planned planned;
    private final double baseRows;
    private final List<Expression> computed = new ArrayList<>();
    private final List<Expression> filters = new ArrayList<>();
    private PhysicalNode node;
    private int firstColumn;

    /**
     * @param filters conditions over this leaf's output
     */
    RegionLeaf(JoinRegion.Leaf leaf, Planned planned, List<Expression> filters) {
        this.leaf = leaf;
        this.planned = planned;
        this.baseRows = planned.node().shape().rows();
        this.node = RowNodes.filter(planned.node(), filters);
    }

    JoinRegion.Leaf leaf() {
        return leaf;
    }

    /** Rows before the region's filters. */
    double baseRows() {
        return baseRows;
    }

    PhysicalNode node() {
        return node;
    }

    /** A field of the region that belongs to this leaf, as an expression over its output. */
    Expression expression(int regionField) {
        return planned.expression(regionField - leaf.offset());
    }

    /** Position in the output of a key; expressions that are no columns get one. */
    int keyColumn(Expression key) {
        if (Expressions.isColumn(key)) {
            return key.getColumn();
        }
        int known = computed.indexOf(key);
        if (known < 0) {
            known = computed.size();
            computed.add(key);
        }
        return planned.node().shape().width() + known;
    }

    /** Two columns of this leaf must be equal. */
    void equate(Expression first, Expression second) {
        filters.add(Comparisons.compare(ScalarFunction.EQUAL, first, second));
    }

    /** Adds what was collected; `column` is the number of this leaf's first column. */
    void finish(int column) {
        firstColumn = column;
        List<String> names = computed.stream().map(expression -> "key").toList();
        node = RowNodes.append(RowNodes.filter(node, filters), computed, names);
    }

    int firstColumn() {
        return firstColumn;
    }

    int width() {
        return node.shape().width();
    }
}
