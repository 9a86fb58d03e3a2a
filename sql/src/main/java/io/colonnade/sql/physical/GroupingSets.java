package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * The input of an aggregate with several grouping sets: every row once per set. With an empty set
 * there is one more row that only that group sees, so that it exists without input, too; calls then
 * count only rows whose last column is true.
 *
 * <pre>
 * expand(input ++ copies of the group columns [++ true])   [union all (NULLs, false, empty set)]
 * </pre>
 *
 * @param groups the copies, then the set's number
 */
record GroupingSets(PhysicalNode node, List<Integer> groups, List<PlannedCall> calls) {

    static GroupingSets of(
            Aggregate aggregate,
            PhysicalNode input,
            List<Integer> groups,
            List<PlannedCall> calls,
            PlanContext context) {
        int width = input.shape().width();
        List<Expression> added = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> copies = new ArrayList<>();
        for (int group : groups) {
            OutputColumn column = input.shape().columns().get(group);
            copies.add(width + added.size());
            added.add(Expressions.column(group, column));
            names.add(column.name());
        }
        int emptySet = aggregate.getGroupSets().indexOf(ImmutableBitSet.of());
        int flag = width + added.size();
        if (emptySet >= 0) {
            added.add(Expressions.literal(Literals.ofBoolean(true), SqlType.BOOLEAN));
            names.add("present");
        }
        PhysicalNode node = expand(aggregate, RowNodes.append(input, added, names), copies);
        List<Integer> allGroups = new ArrayList<>(copies);
        allGroups.add(node.shape().width() - 1);
        if (emptySet < 0) {
            return new GroupingSets(node, allGroups, calls);
        }
        List<PlannedCall> flagged =
                calls.stream().map(c -> c.filter() < 0 ? c.withFilter(flag) : c).toList();
        return new GroupingSets(withTotalRow(node, emptySet, flag, context), allGroups, flagged);
    }

    private static PhysicalNode expand(
            Aggregate aggregate, PhysicalNode input, List<Integer> copies) {
        List<List<Integer>> sets = new ArrayList<>();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < copies.size(); i++) {
                if (set.get(aggregate.getGroupSet().nth(i))) {
                    kept.add(copies.get(i));
                }
            }
            sets.add(kept);
        }
        List<OutputColumn> columns = new ArrayList<>(input.shape().columns());
        copies.forEach(copy -> columns.set(copy, columns.get(copy).orNull()));
        columns.add(new OutputColumn("grouping_set", SqlType.INTEGER, false));
        List<ColumnEstimate> estimates = new ArrayList<>(input.shape().estimate().columns());
        copies.forEach(
                copy ->
                        estimates.set(
                                copy, estimates.get(copy).computed().withNulls(1.0 / sets.size())));
        estimates.add(ColumnEstimate.of(sets.size(), 0, Integer.BYTES));
        Shape shape =
                new Shape(
                        columns,
                        new RowEstimate(input.shape().rows() * sets.size(), estimates),
                        hashOfOthers(input.shape().distribution(), copies),
                        List.of());
        return new RowNode.Expand(shape, input, copies, sets);
    }

    /** The copies become NULL here and there, so they are no longer what rows are hashed by. */
    private static Distribution hashOfOthers(Distribution distribution, List<Integer> copies) {
        return distribution.mapped(column -> copies.contains(column) ? -1 : column);
    }

    private static PhysicalNode withTotalRow(
            PhysicalNode node, int emptySet, int flag, PlanContext context) {
        List<OutputColumn> columns = new ArrayList<>(node.shape().columns());
        List<Literal> cells = new ArrayList<>();
        List<ColumnEstimate> estimates = new ArrayList<>();
        int last = columns.size() - 1;
        for (int i = 0; i < columns.size(); i++) {
            estimates.add(ColumnEstimate.of(1, 0, 1));
            if (i == flag) {
                cells.add(Literals.ofBoolean(false));
            } else if (i == last) {
                cells.add(Literals.ofLong(emptySet));
            } else {
                cells.add(Literals.NULL);
                columns.set(i, columns.get(i).orNull());
            }
        }
        Shape row =
                new Shape(columns, new RowEstimate(1, estimates), context.everywhere(), List.of());
        return SetOperations.unionAll(List.of(node, new LeafNode.Values(row, 1, cells)), columns);
    }
}
