package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * The condition of a join that stays in place, sorted: equal keys (each expression over its own
 * side), filters of the right side, and the rest. Filled by {@link #of}, then read.
 */
final class JoinConditions {
    private final int leftCount;
    private final RexTranslator leftSide;
    private final RexTranslator rightSide;
    private final List<Expression> leftKeys = new ArrayList<>();
    private final List<Expression> rightKeys = new ArrayList<>();
    private final List<Boolean> nullSafe = new ArrayList<>();
    private final List<RexNode> residual = new ArrayList<>();
    private final List<RexNode> rightOnly = new ArrayList<>();
    private boolean nullAware;

    private JoinConditions(Planned left, Planned right) {
        leftCount = left.fields().length;
        leftSide = new RexTranslator(left::expression);
        rightSide = new RexTranslator(field -> right.expression(field - leftCount));
    }

    static JoinConditions of(Join join, Planned left, Planned right) {
        JoinConditions sorted = new JoinConditions(left, right);
        boolean rightMayFilter =
                switch (join.getJoinType()) {
                    case LEFT, SEMI, ANTI, LEFT_MARK -> true;
                    default -> false;
                };
        boolean unknownCounts = NullAwareKeys.isNullAware(join);
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            List<RexNode> unknown = NullAwareKeys.equalities(conjunct);
            if (!unknown.isEmpty() && unknown.stream().allMatch(sorted::joins)) {
                unknown.forEach(sorted::addKey);
                sorted.nullAware = true;
            } else if (rightMayFilter && sorted.side(conjunct) == 1) {
                sorted.rightOnly.add(conjunct);
            } else if (sorted.joins(conjunct)
                    && !(unknownCounts && conjunct.getType().isNullable())) {
                sorted.addKey(conjunct);
            } else {
                sorted.residual.add(conjunct);
            }
        }
        return sorted;
    }

    /** -1: left only, 1: right only, 0: both or none. */
    private int side(RexNode expression) {
        ImmutableBitSet fields = RelOptUtil.InputFinder.bits(expression);
        if (fields.isEmpty()) {
            return 0;
        }
        if (fields.nextSetBit(0) >= leftCount) {
            return 1;
        }
        return fields.length() <= leftCount ? -1 : 0;
    }

    /** Whether the condition says that something left equals something right. */
    private boolean joins(RexNode condition) {
        if (condition.getKind() != SqlKind.EQUALS
                && condition.getKind() != SqlKind.IS_NOT_DISTINCT_FROM) {
            return false;
        }
        List<RexNode> sides = ((RexCall) condition).getOperands();
        return side(sides.get(0)) * side(sides.get(1)) == -1;
    }

    private void addKey(RexNode condition) {
        RexNode first = ((RexCall) condition).getOperands().get(0);
        RexNode second = ((RexCall) condition).getOperands().get(1);
        boolean inOrder = side(first) == -1;
        Comparisons.Sides sides =
                Comparisons.unify(
                        leftSide.translate(inOrder ? first : second),
                        rightSide.translate(inOrder ? second : first));
        leftKeys.add(sides.left());
        rightKeys.add(sides.right());
        nullSafe.add(condition.getKind() == SqlKind.IS_NOT_DISTINCT_FROM);
    }

    List<Expression> leftKeys() {
        return leftKeys;
    }

    List<Expression> rightKeys() {
        return rightKeys;
    }

    /** Per key pair: NULL equals NULL. */
    List<Boolean> nullSafe() {
        return nullSafe;
    }

    /** Conditions over both sides, or over the left side alone. */
    List<RexNode> residual() {
        return residual;
    }

    List<RexNode> rightOnly() {
        return rightOnly;
    }

    /** Whether the keys' comparison may be unknown and that counts as a match. */
    boolean nullAware() {
        return nullAware;
    }
}
