package io.colonnade.sql.rewrite;

import io.colonnade.error.Interruption;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.bind.GenerateSeries;
import io.colonnade.sql.bind.ScalarOperators;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the predicates that refer to an outer row out of an inner tree, so that they can become the
 * condition of a join:
 *
 * <pre>
 * Aggregate(SUM(b))                       Aggregate(a; SUM(b))      condition: outer.x = $extra
 *   Filter(a = outer.x AND c > 1)    =>     Filter(c > 1)
 *     Scan                                    Scan
 * </pre>
 *
 * The first columns of the result are those of the given tree; columns that the conditions need
 * follow. A predicate passes an aggregate only as an equality, which becomes a group key. One per
 * sub-query.
 */
final class PullUp {
    /** As many columns as a table may have: no array of the catalogue is longer. */
    private static final BigDecimal ARRAY_LIMIT = BigDecimal.valueOf(1664);

    private final Set<CorrelationId> ids;
    private final RelNode outer;
    private final boolean duplicatesMatter;

    /**
     * @param outer the tree whose rows the ids stand for
     * @param duplicatesMatter false when only the existence of rows is asked for
     */
    PullUp(Set<CorrelationId> ids, RelNode outer, boolean duplicatesMatter) {
        this.ids = ids;
        this.outer = outer;
        this.duplicatesMatter = duplicatesMatter;
    }

    /**
     * @param conditions over the columns of {@code rel} and the outer row
     */
    record Result(RelNode rel, List<RexNode> conditions) {}

    Result pull(RelNode rel) {
        Interruption.check();
        if (!Correlations.in(rel, ids)) {
            return new Result(rel, List.of());
        }
        return switch (rel) {
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Join join -> new JoinPullUp(ids, outer, duplicatesMatter).pull(join);
            case Aggregate aggregate -> aggregate(aggregate);
            case Sort sort when sort.fetch == null && sort.offset == null -> pull(sort.getInput());
            case Sort sort -> limit(sort);
            case TableFunctionScan series -> series(series);
            case SetOp operation -> setOperation(operation);
            default -> throw Correlations.tooHard(rel.getRelTypeName());
        };
    }

    private Result setOperation(SetOp operation) {
        List<Result> inputs = new ArrayList<>();
        for (RelNode input : operation.getInputs()) {
            inputs.add(new PullUp(ids, outer, true).pull(input));
        }
        return new DomainRows(new DomainJoin(ids, outer)).setOperation(operation, inputs);
    }

    /** The first rows per outer row: ROW_NUMBER over the rows that belong to the same outer row. */
    private Result limit(Sort sort) {
        Result input = pull(sort.getInput());
        List<RexNode> partition = new ArrayList<>();
        for (RexNode condition : input.conditions()) {
            RexNode inner = innerSide(condition);
            if (inner == null && !isOuter(condition)) {
                return new DomainRows(new DomainJoin(ids, outer)).firstRows(sort, input);
            }
            if (inner != null) {
                partition.add(inner);
            }
        }
        return new Result(FirstRows.of(input.rel(), sort, partition), input.conditions());
    }

    /**
     * generate_series(constant, length of an outer array): arrays are those of the catalogue, whose
     * length has a limit, so that all numbers to the limit are made and those up to it are kept.
     */
    private Result series(TableFunctionScan series) {
        RexCall call = (RexCall) series.getCall();
        boolean known =
                call.getOperator() == GenerateSeries.INSTANCE
                        && call.getOperands().size() == 2
                        && !Correlations.in(call.getOperands().get(0), ids)
                        && call.getOperands().get(1) instanceof RexCall stop
                        && stop.getOperator() == ScalarOperators.of(ScalarFunction.ARRAY_LENGTH);
        if (!known) {
            throw Correlations.tooHard("a table function of outer columns");
        }
        RexBuilder builder = series.getCluster().getRexBuilder();
        RexNode all =
                call.clone(
                        call.getType(),
                        List.of(call.getOperands().get(0), builder.makeExactLiteral(ARRAY_LIMIT)));
        RelNode rel =
                series.copy(
                        series.getTraitSet(),
                        List.of(),
                        all,
                        series.getElementType(),
                        series.getRowType(),
                        series.getColumnMappings());
        return new Result(
                rel,
                List.of(
                        builder.makeCall(
                                SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                                builder.makeInputRef(rel, 0),
                                call.getOperands().get(1))));
    }

    private Result filter(Filter filter) {
        List<RexNode> all = new ArrayList<>(RelOptUtil.conjunctions(filter.getCondition()));
        Result input = pull(belowJoin(filter.getInput(), all));
        List<RexNode> conditions = new ArrayList<>(input.conditions());
        List<RexNode> kept = new ArrayList<>();
        for (RexNode condition : all) {
            (Correlations.in(condition, ids) ? conditions : kept).add(condition);
        }
        return new Result(filtered(input.rel(), kept), conditions);
    }

    /** An outer join under a filter: what is about its left side only goes there first. */
    private static RelNode belowJoin(RelNode input, List<RexNode> conditions) {
        if (!(input instanceof Join join) || join.getJoinType() != JoinRelType.LEFT) {
            return input;
        }
        int width = join.getLeft().getRowType().getFieldCount();
        List<RexNode> left = new ArrayList<>();
        for (RexNode condition : conditions) {
            if (RelOptUtil.InputFinder.bits(condition).nextSetBit(width) < 0) {
                left.add(condition);
            }
        }
        conditions.removeAll(left);
        return join.copy(
                join.getTraitSet(), List.of(filtered(join.getLeft(), left), join.getRight()));
    }

    static RelNode filtered(RelNode input, List<RexNode> conditions) {
        if (conditions.isEmpty()) {
            return input;
        }
        return LogicalFilter.create(
                input, RexUtil.composeConjunction(input.getCluster().getRexBuilder(), conditions));
    }

    private Result project(Project project) {
        if (RexOver.containsOver(project.getProjects(), null)) {
            return windows(project);
        }
        Result input = pull(project.getInput());
        List<RexNode> expressions = new ArrayList<>(project.getProjects());
        for (RexNode expression : expressions) {
            if (Correlations.in(expression, ids)) {
                return new DomainJoin(ids, outer).computing(project, input);
            }
        }
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) instanceof RexInputRef ref) {
                positions.putIfAbsent(ref.getIndex(), i);
            }
        }
        for (int column : columns(input.conditions())) {
            if (positions.putIfAbsent(column, expressions.size()) == null) {
                expressions.add(
                        project.getCluster().getRexBuilder().makeInputRef(input.rel(), column));
                names.add("$outer" + expressions.size());
            }
        }
        RelNode rel = RelOptUtil.createProject(input.rel(), expressions, names, false);
        return new Result(rel, moved(input.conditions(), positions));
    }

    private Result windows(Project project) {
        if (project.getProjects().stream().anyMatch(each -> Correlations.in(each, ids))) {
            throw Correlations.tooHard("a window function beside an outer column");
        }
        return new DomainRows(new DomainJoin(ids, outer))
                .windows(project, new PullUp(ids, outer, true).pull(project.getInput()));
    }

    private static ImmutableBitSet columns(List<RexNode> conditions) {
        return RelOptUtil.InputFinder.bits(conditions, null);
    }

    static List<RexNode> moved(List<RexNode> conditions, Map<Integer, Integer> positions) {
        RexShuttle shuttle =
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return new RexInputRef(positions.get(ref.getIndex()), ref.getType());
                    }
                };
        return conditions.stream().map(condition -> condition.accept(shuttle)).toList();
    }

    private Result aggregate(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw Correlations.tooHard("grouping sets");
        }
        Result input = new PullUp(ids, outer, true).pull(aggregate.getInput());
        Map<RexNode, RexNode> equalities = new LinkedHashMap<>();
        List<RexNode> passing = new ArrayList<>();
        for (RexNode condition : input.conditions()) {
            RexNode inner = innerSide(condition);
            if (inner != null) {
                equalities.put(condition, inner);
            } else if (isOuter(condition)) {
                passing.add(condition);
            } else {
                return new DomainJoin(ids, outer).grouped(aggregate, input);
            }
        }
        RelNode base = withColumns(input.rel(), equalities);
        List<Integer> keys = new ArrayList<>();
        int next = input.rel().getRowType().getFieldCount();
        for (RexNode inner : equalities.values()) {
            keys.add(
                    inner instanceof RexInputRef ref ? (Integer) ref.getIndex() : (Integer) next++);
        }
        Result grouped = grouped(aggregate, base, equalities, keys);
        passing.addAll(grouped.conditions());
        return new Result(grouped.rel(), passing);
    }

    /** The side of an equality that is over the input only, if the other is over the outer row. */
    private RexNode innerSide(RexNode condition) {
        if (condition.getKind() != SqlKind.EQUALS
                && condition.getKind() != SqlKind.IS_NOT_DISTINCT_FROM) {
            return null;
        }
        RexNode left = ((RexCall) condition).getOperands().get(0);
        RexNode right = ((RexCall) condition).getOperands().get(1);
        if (isOuter(left) && isInner(right)) {
            return right;
        }
        return isOuter(right) && isInner(left) ? left : null;
    }

    private boolean isOuter(RexNode node) {
        return Correlations.in(node, ids) && !Correlations.usesInput(node);
    }

    private boolean isInner(RexNode node) {
        return !Correlations.in(node, ids) && Correlations.usesInput(node);
    }

    /** The input with the computed inner sides as further columns. */
    private static RelNode withColumns(RelNode input, Map<RexNode, RexNode> equalities) {
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        RexBuilder builder = input.getCluster().getRexBuilder();
        for (int i = 0; i < names.size(); i++) {
            expressions.add(builder.makeInputRef(input, i));
        }
        int width = expressions.size();
        for (RexNode inner : equalities.values()) {
            if (!(inner instanceof RexInputRef)) {
                expressions.add(inner);
                names.add("$outer" + expressions.size());
            }
        }
        return expressions.size() == width
                ? input
                : RelOptUtil.createProject(input, expressions, names, false);
    }

    private static Result grouped(
            Aggregate aggregate,
            RelNode base,
            Map<RexNode, RexNode> equalities,
            List<Integer> keys) {
        ImmutableBitSet group = aggregate.getGroupSet().union(ImmutableBitSet.of(keys));
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(
                    call.adaptTo(
                            base,
                            call.getArgList(),
                            call.filterArg,
                            aggregate.getGroupCount(),
                            group.cardinality()));
        }
        RelNode grouped = LogicalAggregate.create(base, List.of(), group, List.of(group), calls);
        List<Integer> columns = group.asList();
        List<Integer> order = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            order.add(columns.indexOf(key));
        }
        for (int i = 0; i < calls.size(); i++) {
            order.add(columns.size() + i);
        }
        List<RexNode> conditions = new ArrayList<>();
        int k = 0;
        for (Map.Entry<RexNode, RexNode> equality : equalities.entrySet()) {
            int column = columns.indexOf(keys.get(k++));
            int position = order.indexOf(column);
            if (position < 0) {
                position = order.size();
                order.add(column);
            }
            conditions.add(
                    replaced(
                            equality.getKey(),
                            equality.getValue(),
                            new RexInputRef(
                                    position,
                                    grouped.getRowType().getFieldList().get(column).getType())));
        }
        return new Result(RelOptUtil.createProject(grouped, order), conditions);
    }

    private static RexNode replaced(RexNode equality, RexNode side, RexNode column) {
        RexCall call = (RexCall) equality;
        List<RexNode> operands =
                call.getOperands().stream()
                        .map(operand -> operand.equals(side) ? column : operand)
                        .toList();
        return call.clone(call.getType(), operands);
    }
}
