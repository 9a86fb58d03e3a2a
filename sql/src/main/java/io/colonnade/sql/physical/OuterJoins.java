package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans joins that stay where they are: outer, mark and null-aware anti joins. The smaller side is
 * built where the kind has a mirror image. One per statement; one thread.
 */
final class OuterJoins {
    private final RelPlanner planner;
    private final JoinNodes joins;
    private final KeylessJoins keyless;

    OuterJoins(RelPlanner planner, JoinNodes joins) {
        this.planner = planner;
        this.joins = joins;
        this.keyless = new KeylessJoins(joins);
    }

    Planned plan(Join join, ImmutableBitSet asked) {
        int leftCount = join.getLeft().getRowType().getFieldCount();
        int rightCount = join.getRight().getRowType().getFieldCount();
        ImmutableBitSet leftFields = ImmutableBitSet.range(leftCount);
        ImmutableBitSet all =
                asked.intersect(ImmutableBitSet.range(leftCount + rightCount))
                        .union(RelOptUtil.InputFinder.bits(join.getCondition()));
        if (!join.getJoinType().projectsRight() || isMark(join)) {
            all =
                    asked.intersect(leftFields)
                            .union(RelOptUtil.InputFinder.bits(join.getCondition()));
        }
        Planned left = planner.plan(join.getLeft(), all.intersect(leftFields));
        Planned right = planner.plan(join.getRight(), all.except(leftFields).shift(-leftCount));
        JoinConditions condition = JoinConditions.of(join, left, right);
        return build(join, left, filtered(right, condition, leftCount), condition);
    }

    private static Planned filtered(Planned right, JoinConditions conditions, int leftCount) {
        RexTranslator translator = new RexTranslator(field -> right.expression(field - leftCount));
        List<Expression> filters = new ArrayList<>();
        conditions.rightOnly().forEach(each -> filters.addAll(translator.conjuncts(each)));
        return new Planned(RowNodes.filter(right.node(), filters), right.fields());
    }

    private Planned build(Join join, Planned left, Planned right, JoinConditions condition) {
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        PhysicalNode leftNode = withKeys(left.node(), condition.leftKeys(), leftKeys);
        PhysicalNode rightNode = withKeys(right.node(), condition.rightKeys(), rightKeys);
        JoinKind kind = kind(join, condition);
        boolean marksNull = kind == JoinKind.MARK && markIsNullable(join) && !leftKeys.isEmpty();
        JoinNode.Keys keys =
                new JoinNode.Keys(leftKeys, rightKeys, condition.nullSafe(), marksNull);
        boolean swap = swaps(kind, leftNode.shape(), rightNode.shape(), leftKeys.isEmpty());
        int leftCount = join.getLeft().getRowType().getFieldCount();
        int leftStart = swap ? rightNode.shape().width() : 0;
        int rightStart = swap ? 0 : leftNode.shape().width();
        int[] fields = fields(join, left, right, leftStart, rightStart);
        RexTranslator both =
                new RexTranslator(
                        field ->
                                field < leftCount
                                        ? shifted(left.expression(field), leftStart)
                                        : shifted(right.expression(field - leftCount), rightStart));
        List<Expression> residual = new ArrayList<>();
        condition.residual().forEach(each -> residual.addAll(both.conjuncts(each)));
        if (!swap) {
            return new Planned(joined(leftNode, rightNode, kind, keys, residual, join), fields);
        }
        JoinNode.Keys swapped = new JoinNode.Keys(rightKeys, leftKeys, condition.nullSafe(), false);
        JoinNodes.Spec spec = new JoinNodes.Spec(mirror(kind), swapped, residual);
        return new Planned(joins.join(rightNode, leftNode, spec), fields);
    }

    private PhysicalNode joined(
            PhysicalNode left,
            PhysicalNode right,
            JoinKind kind,
            JoinNode.Keys keys,
            List<Expression> residual,
            Join join) {
        if (keys.size() == 0 && kind == JoinKind.FULL_OUTER) {
            return keyless.full(left, right, residual);
        }
        if (keys.size() == 0
                && kind == JoinKind.MARK
                && markIsNullable(join)
                && !residual.isEmpty()) {
            return keyless.mark(left, right, residual);
        }
        return joins.join(left, right, new JoinNodes.Spec(kind, keys, residual));
    }

    private static Expression shifted(Expression expression, int offset) {
        return Expressions.mapped(expression, column -> column + offset);
    }

    /** Positions of the join's fields; semi-like kinds give the left side alone. */
    private static int[] fields(
            Join join, Planned left, Planned right, int leftStart, int rightStart) {
        int[] fields = new int[join.getRowType().getFieldCount()];
        Arrays.fill(fields, -1);
        int leftCount = left.fields().length;
        boolean both = join.getJoinType().projectsRight() && !isMark(join);
        for (int i = 0; i < leftCount; i++) {
            int column = left.fields()[i];
            fields[i] = column < 0 ? -1 : column + (both ? leftStart : 0);
        }
        if (both) {
            for (int i = leftCount; i < fields.length; i++) {
                int column = right.fields()[i - leftCount];
                fields[i] = column < 0 ? -1 : column + rightStart;
            }
        } else if (isMark(join)) {
            fields[leftCount] = rightStart;
        }
        return fields;
    }

    private static boolean isMark(Join join) {
        return switch (join.getJoinType()) {
            case LEFT_MARK -> true;
            default -> false;
        };
    }

    private static boolean markIsNullable(Join join) {
        int mark = join.getRowType().getFieldCount() - 1;
        return join.getRowType().getFieldList().get(mark).getType().isNullable();
    }

    /** The node with its keys as columns; their positions go to `columns`. */
    private static PhysicalNode withKeys(
            PhysicalNode node, List<Expression> keys, List<Integer> columns) {
        List<Expression> computed = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Expression key : keys) {
            if (Expressions.isColumn(key)) {
                columns.add(key.getColumn());
            } else {
                columns.add(node.shape().width() + computed.size());
                computed.add(key);
                names.add("key");
            }
        }
        return RowNodes.append(node, computed, names);
    }

    private static JoinKind kind(Join join, JoinConditions condition) {
        return switch (join.getJoinType()) {
            case INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT_OUTER;
            case RIGHT -> JoinKind.RIGHT_OUTER;
            case FULL -> JoinKind.FULL_OUTER;
            case SEMI -> JoinKind.LEFT_SEMI;
            case ANTI -> condition.nullAware() ? JoinKind.NULL_AWARE_ANTI : JoinKind.LEFT_ANTI;
            case LEFT_MARK -> JoinKind.MARK;
            default -> throw ColonnadeException.notSupported("join " + join.getJoinType());
        };
    }

    /** Nested loops have no right kinds; hash joins build the smaller side. */
    private static boolean swaps(JoinKind kind, Shape left, Shape right, boolean keyless) {
        return switch (kind) {
            case RIGHT_OUTER -> keyless || right.rows() > left.rows();
            case LEFT_OUTER -> !keyless && left.rows() < right.rows();
            default -> false;
        };
    }

    private static JoinKind mirror(JoinKind kind) {
        return kind == JoinKind.RIGHT_OUTER ? JoinKind.LEFT_OUTER : JoinKind.RIGHT_OUTER;
    }
}
