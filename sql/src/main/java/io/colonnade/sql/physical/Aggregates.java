package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;

import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plans GROUP BY with its grouping sets and calls. One per statement; one thread. */
final class Aggregates {
    private final RelPlanner planner;
    private final PlanContext context;
    private final Grouping grouping;

    Aggregates(RelPlanner planner, PlanContext context, JoinNodes joins) {
        this.planner = planner;
        this.context = context;
        this.grouping = new Grouping(joins);
    }

    Planned plan(Aggregate aggregate, ImmutableBitSet asked) {
        Planned input = planner.plan(aggregate.getInput(), needed(aggregate, asked));
        int groupCount = aggregate.getGroupCount();
        boolean sets = aggregate.getGroupSets().size() > 1;
        List<Integer> groups = new ArrayList<>();
        int[] positions = new int[groupCount];
        for (int i = 0; i < groupCount; i++) {
            int column = input.column(aggregate.getGroupSet().nth(i));
            int known = sets ? -1 : groups.indexOf(column);
            positions[i] = known < 0 ? groups.size() : known;
            if (known < 0) {
                groups.add(column);
            }
        }
        AggregateResults results = new AggregateResults(aggregate, input);
        for (int field : asked) {
            if (field >= groupCount) {
                results.add(field, aggregate.getAggCallList().get(field - groupCount));
            }
        }
        PhysicalNode node;
        if (sets) {
            GroupingSets expanded =
                    GroupingSets.of(aggregate, results.input(), groups, results.calls(), context);
            node = grouping.group(expanded.node(), expanded.groups(), expanded.calls());
        } else {
            node = grouping.group(results.input(), groups, results.calls());
        }
        int firstCall = groups.size() + (sets ? 1 : 0);
        return top(aggregate, asked, node, positions, firstCall, results);
    }

    /** Fields of the input that the groups and the asked calls read. */
    private static ImmutableBitSet needed(Aggregate aggregate, ImmutableBitSet asked) {
        ImmutableBitSet.Builder fields = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
        for (int field : asked) {
            if (field < aggregate.getGroupCount()) {
                continue;
            }
            AggregateCall call = aggregate.getAggCallList().get(field - aggregate.getGroupCount());
            fields.addAll(call.getArgList());
            if (call.filterArg >= 0) {
                fields.set(call.filterArg);
            }
            for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
                fields.set(key.getFieldIndex());
            }
        }
        return fields.build();
    }

    private static Planned top(
            Aggregate aggregate,
            ImmutableBitSet asked,
            PhysicalNode node,
            int[] positions,
            int firstCall,
            AggregateResults results) {
        int[] fields = new int[aggregate.getRowType().getFieldCount()];
        Arrays.fill(fields, -1);
        List<Expression> computed = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int field : asked) {
            if (field < positions.length) {
                fields[field] = positions[field];
                continue;
            }
            Expression result = results.result(field, node, firstCall);
            if (Expressions.isColumn(result)) {
                fields[field] = result.getColumn();
            } else {
                fields[field] = node.shape().width() + computed.size();
                computed.add(result);
                names.add(aggregate.getRowType().getFieldNames().get(field));
            }
        }
        return new Planned(RowNodes.append(node, computed, names), fields);
    }
}
