package io.colonnade.sql.rewrite;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.Interruption;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.bind.ScalarOperators;
import io.colonnade.sql.bind.TypeMapping;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sub-queries as joins, innermost first. Before and after:
 *
 * <pre>
 * Filter(EXISTS(q))             Join(SEMI)       conjuncts EXISTS, IN, = ANY
 * Filter(NOT IN(q))             Join(ANTI)       (x = y) IS NOT FALSE when one may be NULL
 * Filter(x &lt; (q)), Project((q))  Join(LEFT) to the aggregate, grouped by what q is correlated by
 * Filter(EXISTS(q) OR p)        Join(LEFT_MARK)
 * Correlate (LATERAL)           Join
 * </pre>
 *
 * Stateless.
 */
final class RemoveSubQueries {
    private RemoveSubQueries() {}

    /** The tree without sub-queries; 0A000 when one is correlated in a way that we cannot undo. */
    static RelNode in(RelNode rel) {
        return from(rel);
    }

    private static RelNode from(RelNode rel) {
        Interruption.check();
        return switch (rel) {
            case Filter filter when RexUtil.SubQueryFinder.containsSubQuery(filter) ->
                    filter(filter);
            case Project project when RexUtil.SubQueryFinder.containsSubQuery(project) ->
                    project(project);
            case Join join when RexUtil.SubQueryFinder.containsSubQuery(join) -> join(join);
            case Correlate correlate -> correlate(correlate);
            default -> withInputs(rel);
        };
    }

    private static RelNode withInputs(RelNode rel) {
        List<RelNode> inputs = new ArrayList<>(rel.getInputs().size());
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode plain = from(input);
            changed |= plain != input;
            inputs.add(plain);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }

    private static RelNode filter(Filter filter) {
        RelNode input = from(filter.getInput());
        int width = input.getRowType().getFieldCount();
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> semis = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            if (RexUtil.SubQueryFinder.find(condition) == null) {
                plain.add(condition);
            } else {
                (isSemi(condition) ? semis : others).add(condition);
            }
        }
        SubQueryJoins joins =
                new SubQueryJoins(PullUp.filtered(input, plain), filter.getVariablesSet());
        for (RexNode semi : semis) {
            boolean negated = semi.getKind() == SqlKind.NOT;
            RexSubQuery query =
                    (RexSubQuery) (negated ? ((RexCall) semi).getOperands().getFirst() : semi);
            joins.semi(query, from(query.rel), negated);
        }
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode other : others) {
            conditions.add(withValues(other, joins));
        }
        RelNode filtered = PullUp.filtered(joins.base(), conditions);
        return filtered.getRowType().getFieldCount() == width
                ? filtered
                : SubQueryJoins.firstColumns(filtered, width);
    }

    /** [NOT] EXISTS, IN or SOME whose operands are without sub-queries. */
    private static boolean isSemi(RexNode condition) {
        RexNode inner =
                condition.getKind() == SqlKind.NOT
                        ? ((RexCall) condition).getOperands().getFirst()
                        : condition;
        return inner instanceof RexSubQuery query
                && query.getKind() != SqlKind.SCALAR_QUERY
                && query.getOperands().stream()
                        .allMatch(operand -> RexUtil.SubQueryFinder.find(operand) == null);
    }

    /** The expression with each sub-query replaced by its joined value. */
    private static RexNode withValues(RexNode expression, SubQueryJoins joins) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitSubQuery(RexSubQuery query) {
                        List<RexNode> operands = visitList(query.getOperands(), new boolean[1]);
                        return joins.value(query.clone(query.getType(), operands), from(query.rel));
                    }
                });
    }

    private static RelNode project(Project project) {
        SubQueryJoins joins =
                new SubQueryJoins(from(project.getInput()), project.getVariablesSet());
        List<RexNode> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            expressions.add(ofType(expression.getType(), withValues(expression, joins)));
        }
        return RelOptUtil.createProject(
                joins.base(), expressions, project.getRowType().getFieldNames(), false);
    }

    /**
     * A value that turned out to be never NULL (a count) where the tree above reads one that may
     * be: Calcite drops casts that say only this, a call of ours it leaves alone.
     */
    private static RexNode ofType(RelDataType type, RexNode value) {
        RexNode bare = value;
        while (bare.getKind() == SqlKind.CAST
                && SqlTypeUtil.equalSansNullability(
                        bare.getType(), ((RexCall) bare).getOperands().getFirst().getType())) {
            bare = ((RexCall) bare).getOperands().getFirst();
        }
        if (!type.isNullable() || bare.getType().isNullable() || bare instanceof RexInputRef) {
            return value;
        }
        return new RexBuilder(TypeMapping.FACTORY)
                .makeCall(type, ScalarOperators.of(ScalarFunction.COALESCE), List.of(bare));
    }

    /** Sub-queries in the condition of an inner join are a filter over it. */
    private static RelNode join(Join join) {
        return switch (join.getJoinType()) {
            case INNER -> pairs(join);
            case LEFT -> leftJoin(join);
            default ->
                    throw ColonnadeException.notSupported(
                            "a sub-query in the condition of this outer join");
        };
    }

    /**
     * An outer join is its pairs and the left rows that are in none. Left rows that are equal in
     * all columns are in as many, so that the columns are enough to find them:
     *
     * <pre>
     * a LEFT JOIN b ON q    (a JOIN b ON q) UNION ALL (a ANTI JOIN (a JOIN b ON q), NULLs)
     * </pre>
     */
    private static RelNode leftJoin(Join join) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        RelNode pairs = pairs(join);
        RelNode left = from(join.getLeft());
        int width = left.getRowType().getFieldCount();
        List<RexNode> same = new ArrayList<>();
        List<RexNode> padded = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            RexNode column = builder.makeInputRef(left, i);
            same.add(
                    builder.makeCall(
                            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                            column,
                            new RexInputRef(width + i, column.getType())));
            padded.add(column);
        }
        for (RelDataTypeField field :
                join.getRowType()
                        .getFieldList()
                        .subList(width, join.getRowType().getFieldCount())) {
            padded.add(builder.makeNullLiteral(field.getType()));
        }
        RelNode alone =
                LogicalJoin.create(
                        left,
                        SubQueryJoins.firstColumns(pairs, width),
                        List.of(),
                        RexUtil.composeConjunction(builder, same),
                        Set.of(),
                        JoinRelType.ANTI);
        RelNode rest =
                RelOptUtil.createProject(alone, padded, join.getRowType().getFieldNames(), false);
        return LogicalUnion.create(List.of(pairs, rest), true);
    }

    private static RelNode pairs(Join join) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        RelNode product =
                LogicalJoin.create(
                        join.getLeft(),
                        join.getRight(),
                        List.of(),
                        builder.makeLiteral(true),
                        Set.of(),
                        JoinRelType.INNER);
        return filter(
                LogicalFilter.create(
                        product,
                        join.getCondition(),
                        com.google.common.collect.ImmutableSet.copyOf(join.getVariablesSet())));
    }

    private static RelNode correlate(Correlate correlate) {
        RelNode left = from(correlate.getLeft());
        RelNode right = from(correlate.getRight());
        Set<CorrelationId> ids = Set.of(correlate.getCorrelationId());
        RexBuilder builder = correlate.getCluster().getRexBuilder();
        if (QueryRoot.of(right).isOneRow()) {
            SubQueryJoins joins = new SubQueryJoins(left, ids);
            List<RexNode> values = joins.row(right);
            List<RexNode> expressions = new ArrayList<>();
            for (int i = 0; i < left.getRowType().getFieldCount(); i++) {
                expressions.add(builder.makeInputRef(left, i));
            }
            int first = expressions.size();
            for (int i = 0; i < values.size(); i++) {
                expressions.add(
                        builder.ensureType(
                                correlate.getRowType().getFieldList().get(first + i).getType(),
                                values.get(i),
                                true));
            }
            return RelOptUtil.createProject(
                    joins.base(), expressions, correlate.getRowType().getFieldNames(), false);
        }
        PullUp.Result inner = new PullUp(ids, left, true).pull(right);
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode condition : inner.conditions()) {
            conditions.add(Correlations.joined(condition, ids, left, inner.rel()));
        }
        RelNode joined =
                LogicalJoin.create(
                        left,
                        inner.rel(),
                        List.of(),
                        RexUtil.composeConjunction(builder, conditions),
                        Set.of(),
                        correlate.getJoinType());
        return joined.getRowType().getFieldCount() == correlate.getRowType().getFieldCount()
                ? joined
                : SubQueryJoins.firstColumns(joined, correlate.getRowType().getFieldCount());
    }
}
