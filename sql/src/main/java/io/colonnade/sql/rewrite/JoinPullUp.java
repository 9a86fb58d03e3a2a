package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@link PullUp} for joins. From an inner join all outer predicates leave. Other joins let those of
 * the left side out; what the right side or the condition says about the outer row stays, about the
 * left columns that the outer ones are equal to:
 *
 * <pre>
 * Join(LEFT)                        Join(LEFT, l.a = r.b)     condition: outer.x = l.a
 *   Filter(a = outer.x)       =&gt;      L
 *   Filter(b = outer.x)               R
 * </pre>
 *
 * A semi or anti join can do without such columns (see {@link DomainJoin}). One per join.
 */
final class JoinPullUp {
    private final Set<CorrelationId> ids;
    private final RelNode outer;
    private final boolean duplicatesMatter;

    JoinPullUp(Set<CorrelationId> ids, RelNode outer, boolean duplicatesMatter) {
        this.ids = ids;
        this.outer = outer;
        this.duplicatesMatter = duplicatesMatter;
    }

    PullUp.Result pull(Join join) {
        boolean asInner = join.getJoinType() == JoinRelType.SEMI && !duplicatesMatter;
        JoinRelType type = asInner ? JoinRelType.INNER : join.getJoinType();
        if (type == JoinRelType.RIGHT || type == JoinRelType.FULL) {
            throw Correlations.tooHard("an outer column below an outer join");
        }
        boolean filters = type == JoinRelType.SEMI || type == JoinRelType.ANTI;
        PullUp.Result left = new PullUp(ids, outer, duplicatesMatter).pull(join.getLeft());
        PullUp.Result right =
                new PullUp(ids, outer, duplicatesMatter && !filters).pull(join.getRight());
        int oldLeft = join.getLeft().getRowType().getFieldCount();
        int newLeft = left.rel().getRowType().getFieldCount();
        List<RexNode> own = new ArrayList<>();
        RexShuttle rightShift = shift(oldLeft, newLeft - oldLeft);
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            own.add(condition.accept(rightShift));
        }
        RexShuttle behindLeft = shift(0, newLeft);
        for (RexNode condition : right.conditions()) {
            own.add(asFilter(type, condition.accept(behindLeft)));
        }
        if (type == JoinRelType.INNER) {
            return inner(join, left, right, own);
        }
        List<RexNode> local = overLeft(own, left.conditions());
        if (local.stream().noneMatch(condition -> Correlations.in(condition, ids))) {
            RelNode joined = joined(left.rel(), right.rel(), local, type);
            return originalFirst(join, joined, left.conditions(), oldLeft, newLeft);
        }
        PullUp.Result result =
                new DomainJoin(ids, outer).joining(left.rel(), right.rel(), own, type);
        List<RexNode> conditions = new ArrayList<>(left.conditions());
        conditions.addAll(result.conditions());
        return filters
                ? new PullUp.Result(result.rel(), conditions)
                : originalFirst(join, result.rel(), conditions, oldLeft, newLeft);
    }

    /** What filtered the right side filters it in the condition of a mark join, too. */
    private RexNode asFilter(JoinRelType type, RexNode condition) {
        return switch (type) {
            case LEFT_MARK ->
                    condition.getType().isNullable()
                            ? outer.getCluster()
                                    .getRexBuilder()
                                    .makeCall(SqlStdOperatorTable.IS_TRUE, condition)
                            : condition;
            default -> condition;
        };
    }

    private PullUp.Result inner(
            Join join, PullUp.Result left, PullUp.Result right, List<RexNode> own) {
        List<RexNode> kept = new ArrayList<>();
        List<RexNode> conditions = new ArrayList<>(left.conditions());
        for (RexNode condition : own) {
            (Correlations.in(condition, ids) ? conditions : kept).add(condition);
        }
        return originalFirst(
                join,
                joined(left.rel(), right.rel(), kept, JoinRelType.INNER),
                conditions,
                join.getLeft().getRowType().getFieldCount(),
                left.rel().getRowType().getFieldCount());
    }

    private static RelNode joined(
            RelNode left, RelNode right, List<RexNode> conditions, JoinRelType type) {
        return LogicalJoin.create(
                left,
                right,
                List.of(),
                RexUtil.composeConjunction(left.getCluster().getRexBuilder(), conditions),
                Set.of(),
                type);
    }

    /** The conditions with each outer column replaced by a left column that it is equal to. */
    private List<RexNode> overLeft(List<RexNode> conditions, List<RexNode> leftConditions) {
        Map<Integer, RexInputRef> equal = new HashMap<>();
        for (RexNode condition : leftConditions) {
            if (condition.getKind() == SqlKind.EQUALS) {
                List<RexNode> sides = ((RexCall) condition).getOperands();
                addEqual(sides.get(0), sides.get(1), equal);
                addEqual(sides.get(1), sides.get(0), equal);
            }
        }
        RexShuttle shuttle =
                new RexShuttle() {
                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        RexInputRef column =
                                isOuter(access) ? equal.get(access.getField().getIndex()) : null;
                        return column == null ? super.visitFieldAccess(access) : column;
                    }
                };
        return conditions.stream().map(condition -> condition.accept(shuttle)).toList();
    }

    private void addEqual(RexNode outerSide, RexNode column, Map<Integer, RexInputRef> equal) {
        if (outerSide instanceof RexFieldAccess access
                && isOuter(access)
                && column instanceof RexInputRef ref) {
            equal.putIfAbsent(access.getField().getIndex(), ref);
        }
    }

    private boolean isOuter(RexFieldAccess access) {
        return access.getReferenceExpr() instanceof RexCorrelVariable variable
                && ids.contains(variable.id);
    }

    /** Moves the extra columns of the left side behind the columns that the join had. */
    private static PullUp.Result originalFirst(
            Join join, RelNode joined, List<RexNode> conditions, int oldLeft, int newLeft) {
        if (oldLeft == newLeft) {
            return new PullUp.Result(joined, conditions);
        }
        int oldRight = join.getRowType().getFieldCount() - oldLeft;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < oldLeft; i++) {
            order.add(i);
        }
        for (int i = 0; i < oldRight; i++) {
            order.add(newLeft + i);
        }
        for (int i = oldLeft; i < newLeft; i++) {
            order.add(i);
        }
        for (int i = newLeft + oldRight; i < joined.getRowType().getFieldCount(); i++) {
            order.add(i);
        }
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            positions.put(order.get(i), i);
        }
        return new PullUp.Result(
                RelOptUtil.createProject(joined, order), PullUp.moved(conditions, positions));
    }

    private static RexShuttle shift(int from, int by) {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return ref.getIndex() < from
                        ? ref
                        : new RexInputRef(ref.getIndex() + by, ref.getType());
            }
        };
    }
}
