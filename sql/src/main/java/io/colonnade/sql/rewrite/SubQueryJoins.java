package io.colonnade.sql.rewrite;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A tree that grows by one join per sub-query of an expression over it. Columns only come on the
 * right, so that references to the first ones stay good. One per expression list, one thread.
 */
final class SubQueryJoins {
    private final Set<CorrelationId> ids;
    private final RexBuilder builder;
    private RelNode base;

    SubQueryJoins(RelNode base, Set<CorrelationId> ids) {
        this.base = base;
        this.ids = ids;
        this.builder = base.getCluster().getRexBuilder();
    }

    /** The tree with all joins so far. */
    RelNode base() {
        return base;
    }

    /**
     * Keeps the rows for which the sub-query, one of EXISTS, IN and SOME, is true (or, negated, is
     * false). Its tree holds no sub-queries any more.
     */
    void semi(RexSubQuery query, RelNode tree, boolean negated) {
        if (query.getKind() == SqlKind.EXISTS) {
            exists(tree, negated);
            return;
        }
        QueryRoot root = QueryRoot.of(tree);
        PullUp.Result inner = new PullUp(ids, base, false).pull(root.rel());
        List<RexNode> conditions = joined(inner.conditions(), inner.rel());
        List<RexNode> matches = matches(query, root, inner.rel());
        RexNode match = RexUtil.composeConjunction(builder, matches);
        if (!negated) {
            conditions.addAll(matches);
        } else if (match.getType().isNullable()) {
            conditions.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, match));
        } else {
            conditions.add(match);
        }
        join(inner.rel(), conditions, negated ? JoinRelType.ANTI : JoinRelType.SEMI);
    }

    private void exists(RelNode tree, boolean negated) {
        if (QueryRoot.of(tree).isOneRow()) {
            if (negated) {
                base = PullUp.filtered(base, List.of(builder.makeLiteral(false)));
            }
            return;
        }
        PullUp.Result inner = new PullUp(ids, base, false).pull(QueryRoot.existence(tree));
        if (inner.conditions().isEmpty()) {
            RelNode counted = counted(inner.rel());
            RexNode zero = builder.makeExactLiteral(BigDecimal.ZERO);
            RexNode wanted =
                    builder.makeCall(
                            negated ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.GREATER_THAN,
                            builder.makeInputRef(counted, 0),
                            zero);
            int width = base.getRowType().getFieldCount();
            join(PullUp.filtered(counted, List.of(wanted)), List.of(), JoinRelType.INNER);
            base = firstColumns(base, width);
            return;
        }
        join(
                inner.rel(),
                joined(inner.conditions(), inner.rel()),
                negated ? JoinRelType.ANTI : JoinRelType.SEMI);
    }

    static RelNode firstColumns(RelNode rel, int width) {
        return org.apache.calcite.plan.RelOptUtil.createProject(
                rel, org.apache.calcite.util.ImmutableIntList.identity(width));
    }

    private static RelNode counted(RelNode rel) {
        RelBuilder relBuilder = RelFactories.LOGICAL_BUILDER.create(rel.getCluster(), null);
        return relBuilder
                .push(rel)
                .aggregate(relBuilder.groupKey(), relBuilder.countStar("count"))
                .build();
    }

    private List<RexNode> joined(List<RexNode> conditions, RelNode inner) {
        List<RexNode> all = new ArrayList<>();
        for (RexNode condition : conditions) {
            all.add(Correlations.joined(condition, ids, base, inner));
        }
        return all;
    }

    /** operand op column, for each operand of IN or SOME. */
    private List<RexNode> matches(RexSubQuery query, QueryRoot root, RelNode inner) {
        SqlOperator operator =
                query.op instanceof SqlQuantifyOperator quantified
                        ? comparison(quantified.comparisonKind)
                        : SqlStdOperatorTable.EQUALS;
        List<RexNode> matches = new ArrayList<>();
        for (int i = 0; i < query.getOperands().size(); i++) {
            matches.add(
                    builder.makeCall(
                            operator,
                            query.getOperands().get(i),
                            Correlations.joined(root.expressions().get(i), ids, base, inner)));
        }
        return matches;
    }

    private static SqlOperator comparison(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            default -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
        };
    }

    private void join(RelNode inner, List<RexNode> conditions, JoinRelType type) {
        base =
                LogicalJoin.create(
                        base,
                        inner,
                        List.of(),
                        RexUtil.composeConjunction(builder, conditions),
                        Set.of(),
                        type);
    }

    /** Joins the sub-query and gives its value, of the sub-query's own type. */
    RexNode value(RexSubQuery query, RelNode tree) {
        RexNode value =
                switch (query.getKind()) {
                    case SCALAR_QUERY -> row(tree).getFirst();
                    case EXISTS -> existsValue(tree);
                    case IN, SOME -> mark(query, tree);
                    default -> throw Correlations.tooHard(query.getKind().lowerName);
                };
        return builder.ensureType(query.getType(), value, true);
    }

    private RexNode existsValue(RelNode tree) {
        if (QueryRoot.of(tree).isOneRow()) {
            return builder.makeLiteral(true);
        }
        PullUp.Result inner = new PullUp(ids, base, false).pull(QueryRoot.existence(tree));
        if (inner.conditions().isEmpty()) {
            RelNode counted = counted(inner.rel());
            join(counted, List.of(), JoinRelType.INNER);
            return builder.makeCall(
                    SqlStdOperatorTable.GREATER_THAN,
                    last(),
                    builder.makeExactLiteral(BigDecimal.ZERO));
        }
        join(inner.rel(), joined(inner.conditions(), inner.rel()), JoinRelType.LEFT_MARK);
        RexNode mark = last();
        return mark.getType().isNullable()
                ? builder.makeCall(SqlStdOperatorTable.IS_TRUE, mark)
                : mark;
    }

    private RexNode mark(RexSubQuery query, RelNode tree) {
        QueryRoot root = QueryRoot.of(tree);
        PullUp.Result inner = new PullUp(ids, base, false).pull(root.rel());
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode condition : joined(inner.conditions(), inner.rel())) {
            conditions.add(
                    condition.getType().isNullable()
                            ? builder.makeCall(SqlStdOperatorTable.IS_TRUE, condition)
                            : condition);
        }
        conditions.addAll(matches(query, root, inner.rel()));
        join(inner.rel(), conditions, JoinRelType.LEFT_MARK);
        return last();
    }

    private RexNode last() {
        return builder.makeInputRef(base, base.getRowType().getFieldCount() - 1);
    }

    /**
     * Joins a query that gives at most one row per row of the base, and gives its columns; they are
     * NULL where there is no row. More rows are an error at run time.
     */
    List<RexNode> row(RelNode tree) {
        QueryRoot root = QueryRoot.of(tree);
        if (root.rel() instanceof Values values
                && values.getTuples().size() == 1
                && root.expressions().stream().noneMatch(Correlations::usesInput)) {
            return joined(root.expressions(), root.rel());
        }
        if (!root.isOneRow()) {
            root = QueryRoot.of(singleValues(tree));
        }
        PullUp.Result inner = new PullUp(ids, base, true).pull(root.rel());
        List<RexNode> conditions = joined(inner.conditions(), inner.rel());
        int width = base.getRowType().getFieldCount();
        RelNode outer = base;
        join(inner.rel(), conditions, conditions.isEmpty() ? JoinRelType.INNER : JoinRelType.LEFT);
        List<RexNode> values = new ArrayList<>();
        for (RexNode expression : root.expressions()) {
            RexNode value = Correlations.joined(expression, ids, outer, inner.rel());
            values.add(
                    conditions.isEmpty() ? value : withEmpty(value, width, (Aggregate) root.rel()));
        }
        return values;
    }

    /** SINGLE_VALUE of each column: the engine reports more than one row. */
    private static RelNode singleValues(RelNode tree) {
        RelBuilder relBuilder = RelFactories.LOGICAL_BUILDER.create(tree.getCluster(), null);
        relBuilder.push(tree);
        List<RelBuilder.AggCall> calls = new ArrayList<>();
        for (RexNode field : relBuilder.fields()) {
            calls.add(relBuilder.aggregateCall(SqlStdOperatorTable.SINGLE_VALUE, field));
        }
        return relBuilder.aggregate(relBuilder.groupKey(), calls).build();
    }

    /** Counts of a group that is not there are 0, everything else of it is NULL. */
    private RexNode withEmpty(RexNode value, int width, Aggregate aggregate) {
        return value.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        if (ref.getIndex() < width) {
                            return ref;
                        }
                        RexNode column = builder.makeInputRef(base, ref.getIndex());
                        AggregateCall call = aggregate.getAggCallList().get(ref.getIndex() - width);
                        boolean counts = !call.getType().isNullable();
                        return counts ? zeroIfNull(column, call.getType()) : column;
                    }
                });
    }

    private RexNode zeroIfNull(RexNode column, RelDataType type) {
        return builder.makeCall(
                type,
                SqlStdOperatorTable.CASE,
                List.of(
                        builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column),
                        builder.makeNotNull(column),
                        builder.makeZeroLiteral(type)));
    }
}
