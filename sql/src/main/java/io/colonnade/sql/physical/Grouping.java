package io.colonnade.sql.physical;

import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes aggregates: in one phase where groups are together, else partial and final; DISTINCT as a
 * group by of its own below. Stateless.
 *
 * <pre>
 * count(distinct x), sum(y) by k   =   count(x), sum(s) by k over (sum(y) s by k, x)
 * with several DISTINCT arguments: one such tree each, joined by k
 * </pre>
 */
final class Grouping {
    /** A partial aggregate must remove at least this share of the rows to be worth it. */
    private static final double MIN_REDUCTION = 0.2;

    private final JoinNodes joins;

    Grouping(JoinNodes joins) {
        this.joins = joins;
    }

    /** Output: the groups in order, then the calls in order. Groups are different columns. */
    PhysicalNode group(PhysicalNode input, List<Integer> groups, List<PlannedCall> calls) {
        List<PlannedCall> cleaned =
                calls.stream().map(c -> c.countsDuplicates() ? c : c.notDistinct()).toList();
        if (cleaned.stream().noneMatch(PlannedCall::distinct)) {
            return plain(input, groups, cleaned);
        }
        List<PlannedCall> unfiltered = new ArrayList<>();
        PhysicalNode prepared = withoutDistinctFilters(input, cleaned, unfiltered);
        Map<List<Integer>, List<Integer>> bySet = new LinkedHashMap<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < unfiltered.size(); i++) {
            PlannedCall call = unfiltered.get(i);
            if (call.distinct()) {
                bySet.computeIfAbsent(call.arguments(), set -> new ArrayList<>()).add(i);
            } else {
                others.add(i);
            }
        }
        boolean mergeable = others.stream().allMatch(i -> unfiltered.get(i).isDecomposable());
        return bySet.size() == 1 && mergeable
                ? twoLevels(prepared, groups, unfiltered)
                : joined(prepared, groups, unfiltered, List.copyOf(bySet.values()), others);
    }

    /** agg(distinct x) filter (f) = agg(distinct case when f then x end). */
    private static PhysicalNode withoutDistinctFilters(
            PhysicalNode input, List<PlannedCall> calls, List<PlannedCall> unfiltered) {
        List<OutputColumn> columns = input.shape().columns();
        List<Expression> added = new ArrayList<>();
        for (PlannedCall call : calls) {
            if (!call.distinct() || call.filter() < 0) {
                unfiltered.add(call);
                continue;
            }
            Expression filter = Expressions.column(call.filter(), columns.get(call.filter()));
            List<Integer> arguments = new ArrayList<>();
            for (int argument : call.arguments()) {
                OutputColumn column = columns.get(argument);
                arguments.add(input.shape().width() + added.size());
                added.add(
                        Expressions.caseOf(column.type())
                                .when(filter, Expressions.column(argument, column))
                                .otherwise(Expressions.literal(Literals.NULL, column.type())));
            }
            unfiltered.add(call.withArguments(arguments).withFilter(PlannedCall.NO_FILTER));
        }
        return RowNodes.append(input, added, added.stream().map(e -> "filtered").toList());
    }

    private PhysicalNode twoLevels(
            PhysicalNode input, List<Integer> groups, List<PlannedCall> calls) {
        Set<Integer> innerGroups = new LinkedHashSet<>(groups);
        calls.stream()
                .filter(PlannedCall::distinct)
                .forEach(c -> innerGroups.addAll(c.arguments()));
        List<Integer> positions = List.copyOf(innerGroups);
        List<PlannedCall> partial = calls.stream().filter(call -> !call.distinct()).toList();
        PhysicalNode inner = plain(input, positions, partial);
        List<PlannedCall> outer = new ArrayList<>();
        List<Expression> present = new ArrayList<>();
        int next = positions.size();
        for (PlannedCall call : calls) {
            if (!call.distinct()) {
                outer.add(call.merge(next++));
                continue;
            }
            List<Integer> arguments = call.arguments().stream().map(positions::indexOf).toList();
            PlannedCall over = call.notDistinct().withArguments(arguments);
            if (arguments.size() > 1) {
                over = counted(inner, over, present);
            }
            outer.add(over);
        }
        List<Integer> outerGroups = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            outerGroups.add(i);
        }
        PhysicalNode flagged =
                RowNodes.append(inner, present, present.stream().map(e -> "present").toList());
        return plain(flagged, outerGroups, outer);
    }

    /** count(distinct a, b) counts the pairs where neither is NULL. */
    private static PlannedCall counted(
            PhysicalNode inner, PlannedCall call, List<Expression> present) {
        List<Expression> tests = new ArrayList<>();
        for (int argument : call.arguments()) {
            OutputColumn column = inner.shape().columns().get(argument);
            tests.add(
                    Expressions.call(
                            ScalarFunction.IS_NOT_NULL,
                            io.colonnade.type.SqlType.BOOLEAN,
                            false,
                            List.of(Expressions.column(argument, column))));
        }
        present.add(Expressions.and(tests));
        return new PlannedCall(
                AggregateFunction.COUNT_STAR,
                List.of(),
                false,
                inner.shape().width() + present.size() - 1,
                call.type(),
                false,
                List.of(),
                0);
    }

    /** One aggregate per set of DISTINCT arguments and one for the rest, joined by the groups. */
    private PhysicalNode joined(
            PhysicalNode input,
            List<Integer> groups,
            List<PlannedCall> calls,
            List<List<Integer>> sets,
            List<Integer> others) {
        List<List<Integer>> parts = new ArrayList<>(sets);
        if (!others.isEmpty()) {
            parts.add(others);
        }
        PhysicalNode joined = null;
        List<Integer> order = new ArrayList<>();
        for (List<Integer> part : parts) {
            PhysicalNode node = group(input, groups, part.stream().map(calls::get).toList());
            joined = joined == null ? node : joinByGroups(joined, node, groups.size());
            order.addAll(part);
        }
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            columns.add(i);
        }
        for (int i = 0; i < calls.size(); i++) {
            columns.add(groups.size() + order.indexOf(i));
        }
        return RowNodes.columns(joined, columns);
    }

    /** Output: groups, calls of the left, calls of the right. */
    private PhysicalNode joinByGroups(PhysicalNode left, PhysicalNode right, int groupCount) {
        List<Integer> keys = new ArrayList<>();
        List<Boolean> nullSafe = new ArrayList<>();
        for (int i = 0; i < groupCount; i++) {
            keys.add(i);
            nullSafe.add(true);
        }
        PhysicalNode both =
                joins.join(
                        left,
                        right,
                        new JoinNodes.Spec(
                                JoinKind.INNER,
                                new JoinNode.Keys(keys, keys, nullSafe, false),
                                List.of()));
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < both.shape().width(); i++) {
            int inRight = i - left.shape().width();
            if (inRight < 0 || inRight >= groupCount) {
                columns.add(i);
            }
        }
        return RowNodes.columns(both, columns);
    }

    private static PhysicalNode plain(
            PhysicalNode input, List<Integer> groups, List<PlannedCall> calls) {
        Distribution distribution = input.shape().distribution();
        boolean together =
                groups.isEmpty()
                        ? !distribution.isPartitioned()
                        : distribution.groups(ImmutableBitSet.of(groups));
        if (together) {
            return aggregate(input, groups, calls);
        }
        double groupCount = input.shape().estimate().groups(groups);
        boolean reduces = groupCount < input.shape().rows() * (1 - MIN_REDUCTION);
        if (reduces && calls.stream().allMatch(PlannedCall::isDecomposable)) {
            return twoPhases(input, groups, calls);
        }
        PhysicalNode moved =
                Exchanges.exchange(
                        input,
                        groups.isEmpty() ? OutputKind.GATHER : OutputKind.HASH,
                        groups,
                        List.of());
        return aggregate(moved, groups, calls);
    }

    private static PhysicalNode twoPhases(
            PhysicalNode input, List<Integer> groups, List<PlannedCall> calls) {
        PhysicalNode partial = aggregate(input, groups, calls);
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            positions.add(i);
        }
        PhysicalNode moved =
                Exchanges.exchange(
                        partial,
                        groups.isEmpty() ? OutputKind.GATHER : OutputKind.HASH,
                        positions,
                        List.of());
        List<PlannedCall> merging = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            merging.add(calls.get(i).merge(groups.size() + i));
        }
        return aggregate(moved, positions, merging);
    }

    private static PhysicalNode aggregate(
            PhysicalNode input, List<Integer> groups, List<PlannedCall> calls) {
        Shape shape = input.shape();
        double rows = groups.isEmpty() ? 1 : shape.estimate().groups(groups);
        List<OutputColumn> columns = new ArrayList<>();
        List<ColumnEstimate> estimates = new ArrayList<>();
        for (int group : groups) {
            ColumnEstimate estimate = shape.estimate().columns().get(group);
            columns.add(shape.columns().get(group));
            estimates.add(
                    estimate.withDistinct(Math.min(estimate.distinct(), rows), estimate.domain()));
        }
        for (PlannedCall call : calls) {
            String name = call.function().name().toLowerCase(java.util.Locale.ROOT);
            columns.add(new OutputColumn(name, call.type(), call.nullable()));
            estimates.add(AggregateEstimates.of(call, shape, rows));
        }
        ImmutableBitSet key = ImmutableBitSet.range(groups.size());
        Shape output =
                new Shape(
                        columns,
                        new RowEstimate(rows, estimates),
                        shape.distribution().mapped(groups::indexOf),
                        List.of(key));
        return new GroupingNode.Aggregate(
                output, input, groups, calls.stream().map(PlannedCall::toProto).toList());
    }
}
