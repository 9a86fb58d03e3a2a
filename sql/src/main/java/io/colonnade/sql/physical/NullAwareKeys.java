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
                .anyMatch(condition -> !equalities(condition).isEmpty());
    }

    /** The equalities in a null-aware condition; none if it is not null-aware. */
    static List<RexNode> equalities(RexNode condition) {
        if (condition.getKind() == SqlKind.IS_NOT_FALSE) {
            List<RexNode> inner =
                    RelOptUtil.conjunctions(((RexCall) condition).getOperands().get(0));
            boolean all = inner.stream().allMatch(each -> each.getKind() == SqlKind.EQUALS);
            return all ? inner : List.of();
        }
        RexCall found = condition.getKind() == SqlKind.OR ? spelledOut(condition) : null;
        return found == null ? List.of() : List.of(found);
    }

    /** a = b OR a IS NULL OR b IS NULL. */
    private static RexCall spelledOut(RexNode condition) {
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
