package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns of a tree determine which: keys of tables and of aggregates determine their rows,
 * equal columns each other, constants need nothing. Declared keys are trusted, as in Redshift.
 * Immutable.
 */
final class Dependencies {
    private final List<Dependency> all;

    /** Rows that agree on {@code from} agree on {@code to}. */
    private record Dependency(ImmutableBitSet from, ImmutableBitSet to) {}

    private Dependencies(List<Dependency> all) {
        this.all = all;
    }

    static Dependencies of(RelNode rel) {
        return new Dependencies(collect(rel));
    }

    /** All columns that these determine. */
    ImmutableBitSet closure(ImmutableBitSet columns) {
        ImmutableBitSet closure = columns;
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Dependency dependency : all) {
                if (closure.contains(dependency.from()) && !closure.contains(dependency.to())) {
                    closure = closure.union(dependency.to());
                    grew = true;
                }
            }
        }
        return closure;
    }

    private static List<Dependency> collect(RelNode rel) {
        return switch (rel) {
            case TableScan scan -> scan(scan);
            case Filter filter -> {
                List<Dependency> found = collect(filter.getInput());
                equalities(filter.getCondition(), found);
                yield found;
            }
            case Sort sort -> collect(sort.getInput());
            case Project project -> project(project);
            case Join join -> join(join);
            case Aggregate aggregate -> aggregate(aggregate);
            default -> new ArrayList<>();
        };
    }

    private static List<Dependency> scan(TableScan scan) {
        List<Dependency> found = new ArrayList<>();
        ImmutableBitSet every = ImmutableBitSet.range(scan.getRowType().getFieldCount());
        for (ImmutableBitSet key : scan.getTable().getKeys()) {
            boolean total =
                    key.asList().stream()
                            .noneMatch(
                                    column ->
                                            scan.getRowType()
                                                    .getFieldList()
                                                    .get(column)
                                                    .getType()
                                                    .isNullable());
            if (total) {
                found.add(new Dependency(key, every));
            }
        }
        return found;
    }

    private static void equalities(RexNode condition, List<Dependency> found) {
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            if (term.getKind() != SqlKind.EQUALS) {
                continue;
            }
            RexNode left = ((RexCall) term).getOperands().get(0);
            RexNode right = ((RexCall) term).getOperands().get(1);
            equal(left, right, found);
            equal(right, left, found);
        }
    }

    private static void equal(RexNode left, RexNode right, List<Dependency> found) {
        if (!(left instanceof RexInputRef column)) {
            return;
        }
        ImmutableBitSet to = ImmutableBitSet.of(column.getIndex());
        if (right instanceof RexInputRef other) {
            found.add(new Dependency(ImmutableBitSet.of(other.getIndex()), to));
        } else if (right instanceof RexLiteral) {
            found.add(new Dependency(ImmutableBitSet.of(), to));
        }
    }

    private static List<Dependency> project(Project project) {
        Map<Integer, Integer> positions = new HashMap<>();
        List<RexNode> expressions = project.getProjects();
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) instanceof RexInputRef ref) {
                positions.putIfAbsent(ref.getIndex(), i);
            }
        }
        List<Dependency> found = moved(collect(project.getInput()), positions);
        for (int i = 0; i < expressions.size(); i++) {
            RexNode expression = expressions.get(i);
            ImmutableBitSet used = RelOptUtil.InputFinder.bits(expression);
            if (RexUtil.isDeterministic(expression)
                    && !RexUtil.containsCorrelation(expression)
                    && !org.apache.calcite.rex.RexOver.containsOver(expression)
                    && positions.keySet().containsAll(used.asList())) {
                found.add(new Dependency(used.permute(positions), ImmutableBitSet.of(i)));
            }
        }
        return found;
    }

    /**
     * The dependencies in other positions. Columns that are not there any more are left out, but
     * not what follows through them.
     */
    private static List<Dependency> moved(
            List<Dependency> dependencies, Map<Integer, Integer> positions) {
        List<Dependency> found = new ArrayList<>();
        ImmutableBitSet kept = ImmutableBitSet.of(positions.keySet());
        Dependencies before = new Dependencies(dependencies);
        for (Dependency dependency : dependencies) {
            ImmutableBitSet to = before.closure(dependency.from()).intersect(kept);
            if (kept.contains(dependency.from()) && !to.isEmpty()) {
                found.add(
                        new Dependency(
                                dependency.from().permute(positions), to.permute(positions)));
            }
        }
        return found;
    }

    private static List<Dependency> join(Join join) {
        List<Dependency> found = new ArrayList<>();
        switch (join.getJoinType()) {
            case INNER -> {
                found.addAll(collect(join.getLeft()));
                right(join, true, found);
                equalities(join.getCondition(), found);
            }
            case LEFT -> {
                found.addAll(collect(join.getLeft()));
                right(join, false, found);
            }
            case SEMI, ANTI, LEFT_MARK -> found.addAll(collect(join.getLeft()));
            default -> {}
        }
        return found;
    }

    /** The right side's, except for its constants when rows without a match have NULL there. */
    private static void right(Join join, boolean constants, List<Dependency> found) {
        int shift = join.getLeft().getRowType().getFieldCount();
        for (Dependency dependency : collect(join.getRight())) {
            if (constants || !dependency.from().isEmpty()) {
                found.add(
                        new Dependency(
                                dependency.from().shift(shift), dependency.to().shift(shift)));
            }
        }
    }

    private static List<Dependency> aggregate(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return new ArrayList<>();
        }
        Map<Integer, Integer> positions = new HashMap<>();
        for (int column : aggregate.getGroupSet()) {
            positions.put(column, positions.size());
        }
        List<Dependency> found = moved(collect(aggregate.getInput()), positions);
        found.add(
                new Dependency(
                        ImmutableBitSet.range(aggregate.getGroupCount()),
                        ImmutableBitSet.range(aggregate.getRowType().getFieldCount())));
        return found;
    }
}
