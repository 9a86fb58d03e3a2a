package io.colonnade.sql.physical;

import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.JoinGraph;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree of inner, semi and anti joins, filters and projections, flattened into its leaves and the
 * conditions between them, so that joins can be ordered freely. Fields of all leaves have one
 * numbering. Filled by one thread, then read.
 */
final class JoinRegion {
    /** Projections between joins are taken in while their expressions stay this small. */
    private static final int MAX_INLINED_NODES = 64;

    private final RexBuilder rexBuilder;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<RexNode> conjuncts = new ArrayList<>();
    private final List<RexNode> output;
    private int fieldCount;

    /** Right sides of the joins above the current node, each of which is a leaf or more. */
    private int openSides;

    /**
     * A tree that the region does not look into.
     *
     * @param kind INNER; LEFT_SEMI or LEFT_ANTI for the right side of such a join
     * @param conditions for semi and anti: the conjuncts of the join
     */
    record Leaf(RelNode rel, int offset, JoinKind kind, List<RexNode> conditions) {
        int width() {
            return rel.getRowType().getFieldCount();
        }
    }

    private JoinRegion(RelNode root, RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
        this.output = flatten(root, true);
    }

    /** The region that has this node at its top. */
    static JoinRegion of(RelNode root, RexBuilder rexBuilder) {
        return new JoinRegion(root, rexBuilder);
    }

    /** Whether a node can be the top of a region. */
    static boolean covers(RelNode rel) {
        return switch (rel) {
            case Filter filter -> true;
            case Project project -> !RexOver.containsOver(project.getProjects(), null);
            case Join join -> isFree(join);
            default -> false;
        };
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** Conditions over the fields of all leaves. */
    List<RexNode> conjuncts() {
        return conjuncts;
    }

    /** The fields of the top, over the fields of all leaves. */
    List<RexNode> output() {
        return output;
    }

    private List<RexNode> flatten(RelNode node, boolean top) {
        RelNode rel = node.stripped();
        return switch (rel) {
            case Filter filter -> {
                List<RexNode> fields = flatten(filter.getInput(), false);
                addAll(filter.getCondition(), fields);
                yield fields;
            }
            case Project project when isInlined(project, top) -> {
                List<RexNode> fields = flatten(project.getInput(), false);
                yield project.getProjects().stream().map(e -> over(e, fields)).toList();
            }
            case Join join when isFree(join) && hasRoom() ->
                    join.getJoinType() == JoinRelType.INNER ? inner(join) : semi(join);
            default -> leaf(rel, JoinKind.INNER);
        };
    }

    /** Whether one leaf more fits; a join without room is a leaf with a region of its own. */
    private boolean hasRoom() {
        return leaves.size() + openSides + 2 <= JoinGraph.MAX_RELATIONS;
    }

    private List<RexNode> inner(Join join) {
        openSides++;
        List<RexNode> fields = new ArrayList<>(flatten(join.getLeft(), false));
        openSides--;
        fields.addAll(flatten(join.getRight(), false));
        addAll(join.getCondition(), fields);
        return fields;
    }

    private List<RexNode> semi(Join join) {
        openSides++;
        List<RexNode> fields = flatten(join.getLeft(), false);
        openSides--;
        boolean isSemi = join.getJoinType() == JoinRelType.SEMI;
        int position = leaves.size();
        List<RexNode> both = new ArrayList<>(fields);
        both.addAll(
                leaf(join.getRight().stripped(), isSemi ? JoinKind.LEFT_SEMI : JoinKind.LEFT_ANTI));
        List<RexNode> conditions =
                RelOptUtil.conjunctions(factored(join.getCondition())).stream()
                        .map(condition -> over(condition, both))
                        .toList();
        Leaf leaf = leaves.get(position);
        leaves.set(position, new Leaf(leaf.rel(), leaf.offset(), leaf.kind(), conditions));
        return fields;
    }

    private List<RexNode> leaf(RelNode rel, JoinKind kind) {
        List<RexNode> fields = new ArrayList<>();
        rel.getRowType()
                .getFieldList()
                .forEach(
                        field ->
                                fields.add(
                                        rexBuilder.makeInputRef(
                                                field.getType(), fieldCount + field.getIndex())));
        leaves.add(new Leaf(rel, fieldCount, kind, List.of()));
        fieldCount += fields.size();
        return fields;
    }

    private void addAll(RexNode condition, List<RexNode> fields) {
        for (RexNode conjunct : RelOptUtil.conjunctions(factored(condition))) {
            conjuncts.add(over(conjunct, fields));
        }
    }

    /** (a and b) or (a and c) as a and (b or c). */
    private RexNode factored(RexNode condition) {
        return RexUtil.pullFactors(rexBuilder, condition);
    }

    private static RexNode over(RexNode expression, List<RexNode> fields) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef field) {
                        return fields.get(field.getIndex());
                    }
                });
    }

    private static boolean isFree(Join join) {
        return switch (join.getJoinType()) {
            case INNER -> true;
            case SEMI -> true;
            case ANTI -> !NullAwareKeys.isNullAware(join);
            default -> false;
        };
    }

    private static boolean isInlined(Project project, boolean top) {
        if (RexOver.containsOver(project.getProjects(), null)) {
            return false;
        }
        if (top) {
            return true;
        }
        int nodes = 0;
        boolean trivial = true;
        for (RexNode expression : project.getProjects()) {
            nodes += expression.nodeCount();
            trivial &= expression instanceof RexInputRef;
        }
        boolean pure = project.getProjects().stream().allMatch(RexUtil::isDeterministic);
        return trivial || (pure && nodes < MAX_INLINED_NODES && isOverJoin(project.getInput()));
    }

    private static boolean isOverJoin(RelNode node) {
        RelNode rel = node.stripped();
        return switch (rel) {
            case Filter filter -> isOverJoin(filter.getInput());
            case Project project -> isOverJoin(project.getInput());
            case Join join -> isFree(join);
            default -> false;
        };
    }
}
