package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.OutputKind;
import io.colonnade.sql.optimize.CostModel;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.optimize.JoinKeys;
import io.colonnade.sql.optimize.Movement;
import io.colonnade.sql.optimize.Movements;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.type.SqlType;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/** Makes joins with the data movement that they need. One per statement; one thread. */
final class JoinNodes {
    private final PlanContext context;

    JoinNodes(PlanContext context) {
        this.context = context;
    }

    /**
     * What is joined.
     *
     * @param conditions over left ++ right
     */
    record Spec(JoinKind kind, JoinNode.Keys keys, List<Expression> conditions) {}

    /** The join with the cheapest movement. */
    PhysicalNode join(PhysicalNode left, PhysicalNode right, Spec spec) {
        double rows = JoinEstimates.rows(left.shape(), right.shape(), spec);
        return join(left, right, spec, rows, cheapest(left, right, spec, rows));
    }

    private Movement cheapest(PhysicalNode left, PhysicalNode right, Spec spec, double rows) {
        int offset = left.shape().width();
        boolean nullAware = spec.keys().nullAware() || spec.kind() == JoinKind.NULL_AWARE_ANTI;
        List<Movement> options =
                Movements.options(
                        spec.kind(),
                        left.shape().distribution(),
                        right.shape().distribution().mapped(column -> column + offset),
                        pairs(spec.keys(), offset),
                        nullAware);
        Movement best = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (Movement option : options) {
            double cost =
                    context.costs()
                            .join(side(left), side(right), rows, option, spec.keys().size() > 0);
            if (cost < lowest) {
                lowest = cost;
                best = option;
            }
        }
        return best;
    }

    private static CostModel.Side side(PhysicalNode node) {
        Shape shape = node.shape();
        return new CostModel.Side(shape.rows(), shape.bytes(), shape.distribution());
    }

    private static JoinKeys pairs(JoinNode.Keys keys, int offset) {
        int[] left = keys.left().stream().mapToInt(Integer::intValue).toArray();
        int[] right = keys.right().stream().mapToInt(column -> column + offset).toArray();
        boolean[] nullSafe = new boolean[keys.size()];
        for (int i = 0; i < nullSafe.length; i++) {
            nullSafe[i] = keys.nullSafe().get(i);
        }
        return new JoinKeys(left, right, nullSafe);
    }

    /** The join with a given movement, whose columns number left ++ right. */
    PhysicalNode join(
            PhysicalNode left, PhysicalNode right, Spec spec, double rows, Movement movement) {
        int offset = left.shape().width();
        List<Integer> rightHash =
                movement.rightHash().stream().map(column -> column - offset).toList();
        PhysicalNode movedLeft = Exchanges.move(left, movement.left(), movement.leftHash());
        PhysicalNode movedRight = Exchanges.move(right, movement.right(), rightHash);
        Shape shape = shape(movedLeft.shape(), movedRight.shape(), spec, rows, movement.output());
        if (spec.keys().size() == 0) {
            return new JoinNode.NestedLoop(
                    shape, movedLeft, movedRight, spec.kind(), spec.conditions(), movement.label());
        }
        return new JoinNode.Hash(
                shape,
                movedLeft,
                movedRight,
                spec.kind(),
                spec.keys(),
                spec.conditions(),
                List.of(),
                movement.label());
    }

    private static Shape shape(Shape left, Shape right, Spec spec, double rows, Distribution both) {
        int offset = left.width();
        return switch (spec.kind()) {
            case INNER, LEFT_OUTER, RIGHT_OUTER, FULL_OUTER ->
                    new Shape(
                            joinedColumns(left, right, spec.kind()),
                            new RowEstimate(
                                    rows,
                                    JoinEstimates.columns(left.estimate(), right.estimate(), rows)),
                            both,
                            joinedKeys(left, right, spec));
            case LEFT_SEMI, LEFT_ANTI, NULL_AWARE_ANTI ->
                    left.withRows(rows)
                            .withDistribution(both.mapped(column -> column < offset ? column : -1));
            case MARK ->
                    left.withRows(rows)
                            .withDistribution(both.mapped(column -> column < offset ? column : -1))
                            .plus(
                                    List.of(new OutputColumn("mark", SqlType.BOOLEAN, true)),
                                    List.of(ColumnEstimate.of(2, 0, 1)));
            case RIGHT_SEMI, RIGHT_ANTI ->
                    right.withRows(rows).withDistribution(both.mapped(column -> column - offset));
            case UNRECOGNIZED -> throw new IllegalArgumentException("join kind");
        };
    }

    private static List<OutputColumn> joinedColumns(Shape left, Shape right, JoinKind kind) {
        boolean leftNull = kind == JoinKind.RIGHT_OUTER || kind == JoinKind.FULL_OUTER;
        boolean rightNull = kind == JoinKind.LEFT_OUTER || kind == JoinKind.FULL_OUTER;
        List<OutputColumn> columns = new ArrayList<>();
        left.columns().forEach(column -> columns.add(leftNull ? column.orNull() : column));
        right.columns().forEach(column -> columns.add(rightNull ? column.orNull() : column));
        return columns;
    }

    /** A side that meets at most one row of the other keeps its keys. */
    private static List<ImmutableBitSet> joinedKeys(Shape left, Shape right, Spec spec) {
        List<ImmutableBitSet> keys = new ArrayList<>();
        JoinKind kind = spec.kind();
        boolean rightOnce = JoinEstimates.isUnique(right, spec.keys().right());
        boolean leftOnce = JoinEstimates.isUnique(left, spec.keys().left());
        if (rightOnce && (kind == JoinKind.INNER || kind == JoinKind.LEFT_OUTER)) {
            keys.addAll(left.uniqueKeys());
        }
        if (leftOnce && (kind == JoinKind.INNER || kind == JoinKind.RIGHT_OUTER)) {
            right.uniqueKeys().forEach(key -> keys.add(key.shift(left.width())));
        }
        return keys;
    }

    /** All rows on one node. */
    static PhysicalNode gathered(PhysicalNode node) {
        return node.shape().distribution().isPartitioned()
                ? Exchanges.exchange(node, OutputKind.GATHER, List.of(), List.of())
                : node;
    }
}
