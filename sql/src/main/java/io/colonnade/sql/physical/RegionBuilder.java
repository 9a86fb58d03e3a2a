package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.JoinKeys;
import io.colonnade.sql.optimize.JoinTree;
import io.colonnade.sql.optimize.Movement;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a chosen join order into nodes. One per region; one thread. */
final class RegionBuilder {
    private final RegionGraph graph;
    private final JoinNodes joins;

    RegionBuilder(RegionGraph graph, JoinNodes joins) {
        this.graph = graph;
        this.joins = joins;
    }

    /** A node and where the region's columns are in its output. */
    record Built(PhysicalNode node, Map<Integer, Integer> columns) {
        Expression expression(int column) {
            int position = columns.get(column);
            return Expressions.column(position, node.shape().columns().get(position));
        }

        /** Without columns that nobody needs. */
        private Built pruned(ImmutableBitSet needed) {
            List<Integer> kept = new ArrayList<>();
            Map<Integer, Integer> positions = new HashMap<>();
            columns.entrySet().stream()
                    .filter(entry -> needed.get(entry.getKey()))
                    .sorted(Map.Entry.comparingByValue())
                    .forEach(
                            entry -> {
                                positions.put(entry.getKey(), kept.size());
                                kept.add(entry.getValue());
                            });
            return new Built(RowNodes.columns(node, kept), positions);
        }
    }

    /**
     * @param needed columns of the region that are read above
     */
    Built build(JoinTree tree, ImmutableBitSet needed) {
        return switch (tree) {
            case JoinTree.Leaf leaf -> {
                RegionLeaf region = graph.leafAt(leaf.relation());
                Map<Integer, Integer> columns = new HashMap<>();
                for (int i = 0; i < region.width(); i++) {
                    columns.put(region.firstColumn() + i, i);
                }
                yield new Built(region.node(), columns);
            }
            case JoinTree.Join join -> build(join, needed);
        };
    }

    private Built build(JoinTree.Join join, ImmutableBitSet needed) {
        long leftSet = join.left().relations();
        long rightSet = join.right().relations();
        JoinKeys keys = graph.graph().keys(leftSet, rightSet);
        List<Expression> conditions = conditions(join, leftSet, rightSet);
        ImmutableBitSet below =
                needed.union(ImmutableBitSet.of(keys.left()))
                        .union(ImmutableBitSet.of(keys.right()))
                        .union(Expressions.columns(conditions));
        Built left = build(join.left(), below);
        Built right = build(join.right(), below).pruned(below);
        if (join.movement().left() != Movement.Action.KEEP) {
            left = left.pruned(below);
        }
        return joined(join, left, right, keys, conditions);
    }

    private List<Expression> conditions(JoinTree.Join join, long leftSet, long rightSet) {
        List<Expression> conditions = new ArrayList<>();
        switch (join.kind()) {
            case LEFT_SEMI, LEFT_ANTI ->
                    conditions.addAll(graph.semiConditions(Long.numberOfTrailingZeros(rightSet)));
            case RIGHT_SEMI, RIGHT_ANTI ->
                    conditions.addAll(graph.semiConditions(Long.numberOfTrailingZeros(leftSet)));
            default ->
                    graph.graph()
                            .conditionsOf(leftSet, rightSet)
                            .forEach(index -> conditions.add(graph.condition(index)));
        }
        return conditions;
    }

    private Built joined(
            JoinTree.Join join,
            Built left,
            Built right,
            JoinKeys keys,
            List<Expression> conditions) {
        int offset = left.node().shape().width();
        Map<Integer, Integer> both = new HashMap<>(left.columns());
        right.columns().forEach((column, position) -> both.put(column, position + offset));
        List<Integer> leftKeys =
                RegionGraph.boxed(keys.left()).stream().map(left.columns()::get).toList();
        List<Integer> rightKeys =
                RegionGraph.boxed(keys.right()).stream().map(right.columns()::get).toList();
        List<Boolean> nullSafe = new ArrayList<>();
        for (boolean flag : keys.nullSafe()) {
            nullSafe.add(flag);
        }
        JoinNodes.Spec spec =
                new JoinNodes.Spec(
                        join.kind(),
                        new JoinNode.Keys(leftKeys, rightKeys, nullSafe, false),
                        Expressions.mapped(conditions, both::get));
        PhysicalNode node =
                joins.join(
                        left.node(),
                        right.node(),
                        spec,
                        join.rows(),
                        join.movement().mapped(column -> both.getOrDefault(column, -1)));
        return new Built(node, columns(join.kind(), left, right, both));
    }

    private static Map<Integer, Integer> columns(
            JoinKind kind, Built left, Built right, Map<Integer, Integer> both) {
        return switch (kind) {
            case LEFT_SEMI, LEFT_ANTI -> left.columns();
            case RIGHT_SEMI, RIGHT_ANTI -> right.columns();
            default -> both;
        };
    }
}
