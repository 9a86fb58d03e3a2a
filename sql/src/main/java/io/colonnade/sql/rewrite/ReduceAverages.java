package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

import java.util.ArrayList;
import java.util.List;

/**
 * AVG as a quotient; equal sums and counts are computed once:
 *
 * <pre>
 * Aggregate(k; AVG(x), SUM(x))     Project(k, $1 / $2, $1)
 *                                    Aggregate(k; SUM(x), COUNT(x))
 * </pre>
 *
 * The quotient has AVG's own type. COUNT of a column that is never NULL is COUNT(*). Stateless.
 */
final class ReduceAverages {
    private ReduceAverages() {}

    static RelNode in(RelNode rel) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        RelNode node = super.visit(other);
                        return node instanceof Aggregate aggregate && hasAverage(aggregate)
                                ? reduced(aggregate)
                                : node;
                    }
                });
    }

    private static boolean hasAverage(Aggregate aggregate) {
        return aggregate.getAggCallList().stream()
                .anyMatch(call -> call.getAggregation().getKind() == SqlKind.AVG);
    }

    private static RelNode reduced(Aggregate aggregate) {
        RexBuilder builder = aggregate.getCluster().getRexBuilder();
        List<AggregateCall> calls = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call.getAggregation().getKind() == SqlKind.AVG) {
                positions.add(index(calls, as(aggregate, call, SqlStdOperatorTable.SUM)));
                index(calls, as(aggregate, call, SqlStdOperatorTable.COUNT));
            } else {
                positions.add(index(calls, call.withName(null)));
            }
        }
        Aggregate inner =
                aggregate.copy(
                        aggregate.getTraitSet(),
                        aggregate.getInput(),
                        aggregate.getGroupSet(),
                        aggregate.getGroupSets(),
                        calls);
        List<RexNode> expressions = new ArrayList<>();
        int groups = aggregate.getGroupCount();
        for (int i = 0; i < groups; i++) {
            expressions.add(builder.makeInputRef(inner, i));
        }
        for (int i = 0; i < positions.size(); i++) {
            AggregateCall call = aggregate.getAggCallList().get(i);
            RexNode value = builder.makeInputRef(inner, groups + positions.get(i));
            if (call.getAggregation().getKind() == SqlKind.AVG) {
                int count = calls.indexOf(as(aggregate, call, SqlStdOperatorTable.COUNT));
                value =
                        quotient(
                                builder,
                                value,
                                builder.makeInputRef(inner, groups + count),
                                call.getType());
            }
            expressions.add(value);
        }
        return RelOptUtil.createProject(
                inner, expressions, aggregate.getRowType().getFieldNames(), false);
    }

    private static RexNode quotient(
            RexBuilder builder, RexNode sum, RexNode count, RelDataType type) {
        RexNode divisor =
                org.apache.calcite.sql.type.SqlTypeUtil.isApproximateNumeric(type)
                        ? builder.ensureType(
                                builder.getTypeFactory().createTypeWithNullability(type, false),
                                count,
                                true)
                        : count;
        return builder.makeCall(type, SqlStdOperatorTable.DIVIDE, List.of(sum, divisor));
    }

    /** The same call of another function. */
    private static AggregateCall as(
            Aggregate aggregate, AggregateCall call, SqlAggFunction function) {
        boolean counted = function.getKind() == SqlKind.COUNT;
        RelNode input = aggregate.getInput();
        int argument = call.getArgList().getFirst();
        boolean star =
                counted
                        && !call.isDistinct()
                        && !input.getRowType().getFieldList().get(argument).getType().isNullable();
        return AggregateCall.create(
                function,
                call.isDistinct(),
                false,
                false,
                List.of(),
                star ? List.of() : call.getArgList(),
                call.filterArg,
                null,
                org.apache.calcite.rel.RelCollations.EMPTY,
                aggregate.hasEmptyGroup(),
                input,
                null,
                null);
    }

    private static int index(List<AggregateCall> calls, AggregateCall call) {
        int known = calls.indexOf(call);
        if (known >= 0) {
            return known;
        }
        calls.add(call);
        return calls.size() - 1;
    }
}
