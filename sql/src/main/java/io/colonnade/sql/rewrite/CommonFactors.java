package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * Disjunctions: what all terms have in common is taken out, and what a disjunction over several
 * inputs of inner joins says about one of them becomes a filter there (the disjunction stays):
 *
 * <pre>
 * (a = b AND p) OR (a = b AND q)        a = b AND (p OR q)
 * (x.n = 'F' AND y.n = 'G') OR          Join(... OR ...)
 * (x.n = 'G' AND y.n = 'F')               Filter(x.n = 'F' OR x.n = 'G'), Filter(y.n = ...)
 * </pre>
 *
 * Stateless.
 */
final class CommonFactors {
    private CommonFactors() {}

    /** Takes common terms out of the conditions of filters and joins. */
    static RelNode factored(RelNode rel) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        RelNode node = super.visit(other);
                        RexBuilder builder = node.getCluster().getRexBuilder();
                        return switch (node) {
                            case Filter filter when hasDisjunction(filter.getCondition()) ->
                                    filter.copy(
                                            filter.getTraitSet(),
                                            filter.getInput(),
                                            RexUtil.pullFactors(builder, filter.getCondition()));
                            case Join join when hasDisjunction(join.getCondition()) ->
                                    join.copy(
                                            join.getTraitSet(),
                                            RexUtil.pullFactors(builder, join.getCondition()),
                                            join.getLeft(),
                                            join.getRight(),
                                            join.getJoinType(),
                                            join.isSemiJoinDone());
                            default -> node;
                        };
                    }
                });
    }

    private static boolean hasDisjunction(RexNode condition) {
        return RelOptUtil.conjunctions(condition).stream()
                .anyMatch(term -> term.getKind() == SqlKind.OR);
    }

    /** Adds the implied filters below every inner join whose condition has a disjunction. */
    static RelNode implied(RelNode rel) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        RelNode node = super.visit(other);
                        if (!(node instanceof Join join)
                                || join.getJoinType() != JoinRelType.INNER) {
                            return node;
                        }
                        RelNode result = join;
                        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
                            if (term.getKind() == SqlKind.OR) {
                                result = withImplied(result, term);
                            }
                        }
                        return result;
                    }
                });
    }

    /** The tree of inner joins with what the disjunction implies at its leaves. */
    private static RelNode withImplied(RelNode node, RexNode disjunction) {
        if (node instanceof Join join && join.getJoinType() == JoinRelType.INNER) {
            int split = join.getLeft().getRowType().getFieldCount();
            RelNode left = withImplied(join.getLeft(), side(disjunction, 0, split));
            RelNode right =
                    withImplied(
                            join.getRight(),
                            side(disjunction, split, join.getRowType().getFieldCount()));
            return left == join.getLeft() && right == join.getRight()
                    ? join
                    : join.copy(join.getTraitSet(), List.of(left, right));
        }
        if (disjunction == null) {
            return node;
        }
        return PullUp.filtered(node, List.of(disjunction));
    }

    /** What the disjunction says about the columns from..to, counted from {@code from}; or null. */
    private static RexNode side(RexNode disjunction, int from, int to) {
        if (disjunction == null) {
            return null;
        }
        ImmutableBitSet range = ImmutableBitSet.range(from, to);
        List<RexNode> terms = new ArrayList<>();
        RexBuilder builder = new RexBuilder(io.colonnade.sql.bind.TypeMapping.FACTORY);
        for (RexNode term : RelOptUtil.disjunctions(disjunction)) {
            List<RexNode> parts = new ArrayList<>();
            for (RexNode part : RelOptUtil.conjunctions(term)) {
                ImmutableBitSet used = RelOptUtil.InputFinder.bits(part);
                if (!used.isEmpty() && range.contains(used) && RexUtil.isDeterministic(part)) {
                    parts.add(shifted(part, -from));
                }
            }
            if (parts.isEmpty()) {
                return null;
            }
            terms.add(RexUtil.composeConjunction(builder, parts));
        }
        return RexUtil.composeDisjunction(builder, terms);
    }

    private static RexNode shifted(RexNode node, int by) {
        return by == 0
                ? node
                : node.accept(
                        new RexShuttle() {
                            @Override
                            public RexNode visitInputRef(RexInputRef ref) {
                                return new RexInputRef(ref.getIndex() + by, ref.getType());
                            }
                        });
    }
}
