package io.colonnade.sql.physical;

import io.colonnade.plan.JoinKind;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sorts the conditions of a join region by what they are good for: filters of one leaf, equalities
 * between two leaves, and the rest. One per region; one thread.
 *
 * <pre>
 * n1 = 'A' and n2 = 'B' or n1 = 'B' and n2 = 'A'   also gives   n1 in (A, B)   and   n2 in (A, B)
 * </pre>
 */
final class RegionConditions {
    private final JoinRegion region;
    private final RexBuilder rexBuilder;
    private final int[] leafOfField;
    private final List<Set<RexNode>> filters = new ArrayList<>();
    private final List<Equality> equalities = new ArrayList<>();
    private final List<RexNode> others = new ArrayList<>();

    /** Two expressions, each over one leaf, that must be equal. */
    record Equality(int leftLeaf, RexNode left, int rightLeaf, RexNode right, boolean nullSafe) {}

    RegionConditions(JoinRegion region, RexBuilder rexBuilder) {
        this.region = region;
        this.rexBuilder = rexBuilder;
        this.leafOfField = new int[fieldCount(region)];
        for (int i = 0; i < region.leaves().size(); i++) {
            JoinRegion.Leaf leaf = region.leaves().get(i);
            filters.add(new LinkedHashSet<>());
            for (int field = 0; field < leaf.width(); field++) {
                leafOfField[leaf.offset() + field] = i;
            }
        }
        region.conjuncts().forEach(this::sort);
        for (int i = 0; i < region.leaves().size(); i++) {
            sortSemi(i);
        }
    }

    private static int fieldCount(JoinRegion region) {
        return region.leaves().stream().mapToInt(JoinRegion.Leaf::width).sum();
    }

    /** Conditions on a leaf alone. */
    Set<RexNode> filters(int leaf) {
        return filters.get(leaf);
    }

    List<Equality> equalities() {
        return equalities;
    }

    /** Conditions over several inner leaves that are no equality of two. */
    List<RexNode> others() {
        return others;
    }

    /** The leaves that an expression reads, one bit each. */
    long leaves(RexNode expression) {
        long set = 0;
        for (int field : RelOptUtil.InputFinder.bits(expression)) {
            set |= 1L << leafOfField[field];
        }
        return set;
    }

    private void sort(RexNode conjunct) {
        long set = leaves(conjunct);
        int count = Long.bitCount(set);
        if (count <= 1) {
            filters.get(count == 0 ? 0 : Long.numberOfTrailingZeros(set)).add(conjunct);
            return;
        }
        Equality equality = equality(conjunct);
        if (equality != null) {
            equalities.add(equality);
            return;
        }
        others.add(conjunct);
        if (conjunct.getKind() == SqlKind.OR) {
            implied((RexCall) conjunct, set);
        }
    }

    /** The equality that a condition is; null if it is none between two leaves. */
    Equality equality(RexNode conjunct) {
        boolean nullSafe = conjunct.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
        if (conjunct.getKind() != SqlKind.EQUALS && !nullSafe) {
            return null;
        }
        RexNode left = ((RexCall) conjunct).getOperands().get(0);
        RexNode right = ((RexCall) conjunct).getOperands().get(1);
        long leftSet = leaves(left);
        long rightSet = leaves(right);
        if (Long.bitCount(leftSet) != 1 || Long.bitCount(rightSet) != 1 || leftSet == rightSet) {
            return null;
        }
        return new Equality(
                Long.numberOfTrailingZeros(leftSet),
                left,
                Long.numberOfTrailingZeros(rightSet),
                right,
                nullSafe);
    }

    /** What an OR over several leaves says of each of them. */
    private void implied(RexCall or, long set) {
        List<RexNode> branches = RelOptUtil.disjunctions(or);
        for (long rest = set; rest != 0; rest &= rest - 1) {
            int leaf = Long.numberOfTrailingZeros(rest);
            List<RexNode> parts = new ArrayList<>();
            for (RexNode branch : branches) {
                List<RexNode> own = new ArrayList<>();
                for (RexNode term : RelOptUtil.conjunctions(branch)) {
                    if (leaves(term) == 1L << leaf) {
                        own.add(term);
                    }
                }
                if (own.isEmpty()) {
                    parts.clear();
                    break;
                }
                parts.add(RexUtil.composeConjunction(rexBuilder, own));
            }
            if (!parts.isEmpty() && !isKnown(parts)) {
                filters.get(leaf).add(RexUtil.composeDisjunction(rexBuilder, parts));
            }
        }
    }

    /** What is implied of a single column may be among the conditions already. */
    private boolean isKnown(List<RexNode> parts) {
        ImmutableBitSet fields = ImmutableBitSet.of();
        for (RexNode part : parts) {
            fields = fields.union(RelOptUtil.InputFinder.bits(part));
        }
        ImmutableBitSet implied = fields;
        return implied.cardinality() == 1
                && region.conjuncts().stream()
                        .anyMatch(each -> RelOptUtil.InputFinder.bits(each).equals(implied));
    }

    /** Conditions on the right side alone filter it; on the left alone, the left of a semi join. */
    private void sortSemi(int index) {
        JoinRegion.Leaf leaf = region.leaves().get(index);
        for (RexNode condition : leaf.conditions()) {
            long set = leaves(condition);
            if (set == 1L << index) {
                filters.get(index).add(condition);
            } else if (leaf.kind() == JoinKind.LEFT_SEMI && (set >>> index & 1) == 0) {
                sort(condition);
            }
        }
    }

    /** Conditions of a semi or anti join that compare both sides. */
    List<RexNode> joining(int index) {
        JoinRegion.Leaf leaf = region.leaves().get(index);
        List<RexNode> joining = new ArrayList<>();
        for (RexNode condition : leaf.conditions()) {
            long set = leaves(condition);
            boolean sorted =
                    set == 1L << index
                            || (leaf.kind() == JoinKind.LEFT_SEMI && (set >>> index & 1) == 0);
            if (!sorted) {
                joining.add(condition);
            }
        }
        return joining;
    }

    /** Everything that the region's joins read, beside the filters of single leaves. */
    ImmutableBitSet fields() {
        ImmutableBitSet.Builder fields = ImmutableBitSet.builder();
        for (Equality equality : equalities) {
            fields.addAll(RelOptUtil.InputFinder.bits(equality.left()));
            fields.addAll(RelOptUtil.InputFinder.bits(equality.right()));
        }
        others.forEach(other -> fields.addAll(RelOptUtil.InputFinder.bits(other)));
        for (int i = 0; i < region.leaves().size(); i++) {
            joining(i).forEach(each -> fields.addAll(RelOptUtil.InputFinder.bits(each)));
            filters.get(i).forEach(each -> fields.addAll(RelOptUtil.InputFinder.bits(each)));
        }
        return fields.build();
    }
}
