package io.colonnade.engine.operator.join;

import io.colonnade.engine.operator.ColumnUse;
import io.colonnade.engine.operator.Types;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.HashJoin;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;

/**
 * What a join node says, checked.
 *
 * @param residual over left ++ right, or null
 */
record JoinSpec(
        int nodeId,
        JoinKind kind,
        List<SqlType> left,
        List<SqlType> right,
        int[] leftKeys,
        int[] rightKeys,
        boolean[] nullSafe,
        Expression residual,
        boolean nullAware,
        ZoneId zone) {

    static JoinSpec hash(PlanNode node, ZoneId zone) {
        HashJoin join = node.getHashJoin();
        boolean[] nullSafe = new boolean[join.getLeftKeysCount()];
        for (int i = 0; i < nullSafe.length; i++) {
            nullSafe[i] = i < join.getNullSafeCount() && join.getNullSafe(i);
        }
        JoinSpec spec =
                new JoinSpec(
                        node.getId(),
                        join.getKind(),
                        Types.input(node, 0),
                        Types.input(node, 1),
                        Types.ints(join.getLeftKeysList()),
                        Types.ints(join.getRightKeysList()),
                        nullSafe,
                        join.hasResidual() ? join.getResidual() : null,
                        join.getNullAware() || join.getKind() == JoinKind.NULL_AWARE_ANTI,
                        zone);
        spec.checkKeys();
        return spec;
    }

    static JoinSpec nestedLoop(PlanNode node, ZoneId zone) {
        var join = node.getNestedLoopJoin();
        return new JoinSpec(
                node.getId(),
                join.getKind(),
                Types.input(node, 0),
                Types.input(node, 1),
                new int[0],
                new int[0],
                new boolean[0],
                join.hasCondition() ? join.getCondition() : null,
                false,
                zone);
    }

    private void checkKeys() {
        if (leftKeys.length == 0 || leftKeys.length != rightKeys.length) {
            throw ColonnadeException.internal("join " + nodeId + " has no key pairs");
        }
        for (int i = 0; i < leftKeys.length; i++) {
            SqlType l = left.get(leftKeys[i]);
            SqlType r = right.get(rightKeys[i]);
            if (l.physical() != r.physical() || l.scale() != r.scale()) {
                throw ColonnadeException.internal(
                        "join " + nodeId + " compares " + l + " with " + r + " without a cast");
            }
        }
    }

    /** Whether the output is pairs of rows (and, for outer kinds, rows without a partner). */
    boolean emitsPairs() {
        return switch (kind) {
            case INNER, LEFT_OUTER, RIGHT_OUTER, FULL_OUTER -> true;
            default -> false;
        };
    }

    /** Whether build rows are marked, to be given out (or not) after the probe. */
    boolean marksBuild() {
        return switch (kind) {
            case RIGHT_OUTER, FULL_OUTER, RIGHT_SEMI, RIGHT_ANTI -> true;
            default -> false;
        };
    }

    /** Whether the probe has to know which of its rows found a partner. */
    boolean marksProbe() {
        return switch (kind) {
            case INNER, RIGHT_OUTER, RIGHT_SEMI, RIGHT_ANTI -> false;
            default -> true;
        };
    }

    /** Whether one partner per probe row says it all. */
    boolean existenceOnly() {
        return residual == null && !emitsPairs() && !marksBuild();
    }

    /** Columns of the build side that are read after the build. */
    BitSet keptRight() {
        BitSet kept = new BitSet();
        if (emitsPairs() || marksBuild()) {
            kept.set(0, right.size());
        }
        for (int key : rightKeys) {
            kept.set(key);
        }
        if (residual != null) {
            ColumnUse.of(residual).stream()
                    .filter(c -> c >= left.size())
                    .forEach(c -> kept.set(c - left.size()));
        }
        return kept;
    }

    List<SqlType> both() {
        return Types.concatenate(left, right);
    }

    String label() {
        return (leftKeys.length == 0 ? "nested loop join " : "hash join ") + nodeId;
    }
}
