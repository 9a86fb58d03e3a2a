package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Group keys that other group keys determine need no hashing. Before and after:
 *
 * <pre>
 * Aggregate(o_orderkey, o_orderdate, c_name; SUM(x))
 * Aggregate(o_orderkey; SUM(x), ANY_VALUE(o_orderdate), ANY_VALUE(c_name))
 * </pre>
 *
 * Stateless.
 */
final class ReduceGroupKeys {
    private ReduceGroupKeys() {}

    static RelNode in(RelNode rel) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        RelNode node = super.visit(other);
                        return node instanceof Aggregate aggregate
                                        && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                                        && aggregate.getGroupCount() > 1
                                ? reduced(aggregate)
                                : node;
                    }
                });
    }

    private static RelNode reduced(Aggregate aggregate) {
        Dependencies dependencies = Dependencies.of(aggregate.getInput());
        ImmutableBitSet keys = aggregate.getGroupSet();
        List<Integer> byCost = new ArrayList<>(keys.asList());
        byCost.sort(
                Comparator.comparingInt((Integer column) -> cost(aggregate, column)).reversed());
        for (int column : byCost) {
            ImmutableBitSet fewer = keys.clear(column);
            if (!fewer.isEmpty() && dependencies.closure(fewer).get(column)) {
                keys = fewer;
            }
        }
        return keys.equals(aggregate.getGroupSet()) ? aggregate : grouped(aggregate, keys);
    }

    /** How much one would rather not hash a column of this type. */
    private static int cost(Aggregate aggregate, int column) {
        RelDataType type = aggregate.getInput().getRowType().getFieldList().get(column).getType();
        return switch (type.getSqlTypeName()) {
            case VARCHAR, CHAR -> 1000 + Math.max(0, type.getPrecision());
            case DECIMAL -> type.getPrecision() > 18 ? 100 : 20;
            case DOUBLE, REAL -> 30;
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME -> 15;
            case DATE -> 10;
            default -> 1;
        };
    }

    private static RelNode grouped(Aggregate aggregate, ImmutableBitSet keys) {
        RelNode input = aggregate.getInput();
        List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
        List<Integer> order = new ArrayList<>();
        List<Integer> kept = keys.asList();
        for (int column : aggregate.getGroupSet()) {
            if (keys.get(column)) {
                order.add(kept.indexOf(column));
            } else {
                order.add(kept.size() + calls.size());
                calls.add(anyValue(input, column, kept.size()));
            }
        }
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            order.add(kept.size() + i);
        }
        RelNode fewer = LogicalAggregate.create(input, List.of(), keys, List.of(keys), calls);
        RexBuilder builder = input.getCluster().getRexBuilder();
        List<RexNode> expressions = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            RexNode column = builder.makeInputRef(fewer, order.get(i));
            expressions.add(
                    builder.ensureType(
                            aggregate.getRowType().getFieldList().get(i).getType(), column, true));
        }
        return RelOptUtil.createProject(
                fewer, expressions, aggregate.getRowType().getFieldNames(), false);
    }

    private static AggregateCall anyValue(RelNode input, int column, int groups) {
        return AggregateCall.create(
                SqlStdOperatorTable.ANY_VALUE,
                false,
                false,
                false,
                List.of(),
                List.of(column),
                -1,
                null,
                RelCollations.EMPTY,
                groups,
                input,
                null,
                null);
    }
}
