package io.colonnade.sql.physical;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

import java.util.ArrayList;
import java.util.List;

/**
 * Recognises the condition of NOT IN: a = b that is not false, written as (a = b) IS NOT FALSE or
 * as a = b OR a IS NULL OR b IS NULL. Stateless.
 */
final class NullAwareKeys {
    private NullAwareKeys() {}

    static boolean isNullAware(Join join) {
        return RelOptUtil.conjunctions(join.getCondition()).stream()
                .anyMatch(condition -> equality(condition) != null);
    }

    /** The equality in a null-aware condition; null if it is none. */
    static RexCall equality(RexNode condition) {
        if (condition.getKind() == SqlKind.IS_NOT_FALSE) {
            RexNode inner = ((RexCall) condition).getOperands().get(0);
            return inner.getKind() == SqlKind.EQUALS ? (RexCall) inner : null;
        }
        if (condition.getKind() != SqlKind.OR) {
            return null;
        }
        RexCall found = null;
        List<RexNode> tested = new ArrayList<>();
        for (RexNode term : RelOptUtil.disjunctions(condition)) {
            if (term.getKind() == SqlKind.EQUALS && found == null) {
                found = (RexCall) term;
            } else if (term.getKind() == SqlKind.IS_NULL) {
                tested.add(((RexCall) term).getOperands().get(0));
            } else {
                return null;
            }
        }
        if (found == null || tested.isEmpty()) {
            return null;
        }
        return coversNullability(found, tested) ? found : null;
    }

    /** Every side that can be NULL is tested, and nothing else is. */
    private static boolean coversNullability(RexCall equality, List<RexNode> tested) {
        List<RexNode> sides = equality.getOperands();
        if (tested.size() == 1 && tested.get(0).equals(equality)) {
            return true;
        }
        return sides.containsAll(tested)
                && sides.stream()
                        .allMatch(side -> tested.contains(side) || !side.getType().isNullable());
    }
}
