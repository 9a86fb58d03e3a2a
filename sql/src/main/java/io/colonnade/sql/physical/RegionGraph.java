package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.optimize.JoinGraph;
import io.colonnade.sql.optimize.JoinKeys;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.Selectivity;

import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * The query graph of a join region with what its numbers stand for: leaves, columns of all leaves
 * in one numbering, and the translated conditions. Built by one thread, then read.
 */
final class RegionGraph {
    private final List<RegionLeaf> leaves;
    private final RegionConditions conditions;
    private final RexTranslator translator;
    private final List<Expression> others = new ArrayList<>();
    private final List<List<Expression>> semiConditions = new ArrayList<>();
    private final List<ColumnEstimate> estimates = new ArrayList<>();
    private JoinGraph graph;

    private RegionGraph(List<RegionLeaf> leaves, RegionConditions conditions) {
        this.leaves = leaves;
        this.conditions = conditions;
        this.translator =
                new RexTranslator(
                        field -> {
                            RegionLeaf leaf = leaf(field);
                            return Expressions.mapped(
                                    leaf.expression(field), column -> column + leaf.firstColumn());
                        });
    }

    static RegionGraph of(List<RegionLeaf> leaves, RegionConditions conditions) {
        RegionGraph graph = new RegionGraph(leaves, conditions);
        graph.build();
        return graph;
    }

    private void build() {
        RegionKeys keys = new RegionKeys(leaves, conditions);
        int column = 0;
        for (RegionLeaf leaf : leaves) {
            leaf.finish(column);
            column += leaf.width();
            estimates.addAll(leaf.node().shape().estimate().columns());
        }
        List<JoinGraph.Condition> edges = new ArrayList<>();
        Selectivity selectivity = new Selectivity(estimates);
        for (RexNode other : conditions.others()) {
            Expression condition = translator.translate(other);
            others.add(condition);
            edges.add(new JoinGraph.Condition(conditions.leaves(other), selectivity.of(condition)));
        }
        List<JoinGraph.Relation> relations = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            relations.add(relation(i, keys));
        }
        graph = new JoinGraph(relations, keys.classes(estimates), edges);
    }

    private JoinGraph.Relation relation(int index, RegionKeys keys) {
        RegionLeaf leaf = leaves.get(index);
        Shape shape = leaf.node().shape();
        Distribution distribution =
                shape.distribution().mapped(column -> column + leaf.firstColumn());
        List<ImmutableBitSet> uniqueKeys =
                shape.uniqueKeys().stream().map(key -> key.shift(leaf.firstColumn())).toList();
        if (leaf.leaf().kind() == JoinKind.INNER) {
            semiConditions.add(List.of());
            return JoinGraph.Relation.inner(
                    shape.rows(), leaf.baseRows(), shape.bytes(), distribution, uniqueKeys);
        }
        JoinKeys semiKeys = keys.semiKeys(index);
        List<Expression> residual = new ArrayList<>();
        long required = keys.required(index);
        for (RexNode condition : keys.residual(index)) {
            residual.add(translator.translate(condition));
            required |= conditions.leaves(condition) & ~(1L << index);
        }
        semiConditions.add(residual);
        if (required == 0) {
            required = 1;
        }
        return new JoinGraph.Relation(
                shape.rows(),
                leaf.baseRows(),
                shape.bytes(),
                distribution,
                leaf.leaf().kind(),
                required,
                kept(leaf, semiKeys, required, residual),
                semiKeys,
                uniqueKeys);
    }

    private double kept(RegionLeaf leaf, JoinKeys keys, long required, List<Expression> residual) {
        RegionLeaf left = leaves.get(Long.numberOfTrailingZeros(required));
        JoinEstimates.Pair pair =
                new JoinEstimates.Pair(
                        estimates,
                        left.node().shape().rows(),
                        leaf.node().shape().rows(),
                        boxed(keys.left()),
                        boxed(keys.right()),
                        residual);
        return leaf.leaf().kind() == JoinKind.LEFT_SEMI ? pair.matched() : pair.unmatched();
    }

    static List<Integer> boxed(int[] values) {
        List<Integer> list = new ArrayList<>(values.length);
        for (int value : values) {
            list.add(value);
        }
        return list;
    }

    private RegionLeaf leaf(int field) {
        for (int i = leaves.size() - 1; i > 0; i--) {
            if (leaves.get(i).leaf().offset() <= field && leaves.get(i).leaf().width() > 0) {
                return leaves.get(i);
            }
        }
        return leaves.get(0);
    }

    JoinGraph graph() {
        return graph;
    }

    RegionLeaf leafAt(int relation) {
        return leaves.get(relation);
    }

    /** Number of the column that holds a field of the region. */
    int column(int field) {
        RegionLeaf leaf = leaf(field);
        return leaf.firstColumn() + leaf.expression(field).getColumn();
    }

    /** The translated condition of this number in the graph. */
    Expression condition(int index) {
        return others.get(index);
    }

    /** The conditions of a semi or anti join beside its keys. */
    List<Expression> semiConditions(int relation) {
        return semiConditions.get(relation);
    }
}
