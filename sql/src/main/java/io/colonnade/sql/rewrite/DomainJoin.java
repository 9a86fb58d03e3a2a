package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An aggregate that is correlated by more than equalities: it is computed for every distinct
 * combination of the outer columns that it depends on (Neumann and Kemper, "Unnesting arbitrary
 * queries"):
 *
 * <pre>
 * Aggregate(SUM(b))            Aggregate(x; SUM(b))      condition: outer.x IS NOT DISTINCT FROM x
 *   Filter(a &lt; outer.x)    =>    Join(a &lt; x)
 *     Scan                         Aggregate(x) of the outer tree
 *                                  Scan
 * </pre>
 *
 * One per aggregate.
 */
final class DomainJoin {
    private final Set<CorrelationId> ids;
    private final RelNode outer;
    private final RexBuilder builder;

    DomainJoin(Set<CorrelationId> ids, RelNode outer) {
        this.ids = ids;
        this.outer = outer;
        this.builder = outer.getCluster().getRexBuilder();
    }

    PullUp.Result grouped(Aggregate aggregate, PullUp.Result input) {
        List<Integer> columns = outerColumns(input.conditions()).asList();
        int width = columns.size();
        ImmutableBitSet all = ImmutableBitSet.range(width);
        RelNode domain = domain(columns);
        RelNode joined =
                join(
                        domain,
                        input.rel(),
                        overDomain(input.conditions(), columns, domain),
                        JoinRelType.INNER);
        ImmutableBitSet group = all.union(aggregate.getGroupSet().shift(width));
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(shifted(call, joined, aggregate.getGroupCount(), group.cardinality(), width));
        }
        RelNode grouped = LogicalAggregate.create(joined, List.of(), group, List.of(group), calls);
        return result(grouped, columns, width);
    }

    /**
     * A join other than an inner one whose condition looks at the outer row: its left side is taken
     * once per distinct combination of the outer columns.
     *
     * @param left the join's left side without outer references
     * @param right the join's right side without outer references
     * @param conditions of the join, over left and right and the outer row
     */
    PullUp.Result joining(RelNode left, RelNode right, List<RexNode> conditions, JoinRelType type) {
        List<Integer> columns = outerColumns(conditions).asList();
        RelNode domain = domain(columns);
        RelNode product = join(domain, left, List.of(), JoinRelType.INNER);
        RelNode filtered = join(product, right, overDomain(conditions, columns, domain), type);
        return result(filtered, columns, columns.size());
    }

    /** A projection that computes with outer columns: once per distinct combination of them. */
    PullUp.Result computing(Project project, PullUp.Result input) {
        List<RexNode> all = new ArrayList<>(project.getProjects());
        all.addAll(input.conditions());
        List<Integer> columns = outerColumns(all).asList();
        RelNode domain = domain(columns);
        RelNode joined =
                join(
                        domain,
                        input.rel(),
                        overDomain(input.conditions(), columns, domain),
                        JoinRelType.INNER);
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            expressions.add(builder.makeInputRef(joined, i));
            names.add("$outer" + i);
        }
        expressions.addAll(overDomain(project.getProjects(), columns, domain));
        names.addAll(project.getRowType().getFieldNames());
        RelNode computed = RelOptUtil.createProject(joined, expressions, names, true);
        return result(computed, columns, columns.size());
    }

    /**
     * The rows of a tree once per distinct combination of the outer columns: its first columns,
     * then the domain's.
     */
    RelNode rows(PullUp.Result input, int width, List<Integer> columns) {
        RelNode domain = domain(columns);
        RelNode joined =
                join(
                        domain,
                        input.rel(),
                        overDomain(input.conditions(), columns, domain),
                        JoinRelType.INNER);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            order.add(columns.size() + i);
        }
        for (int i = 0; i < columns.size(); i++) {
            order.add(i);
        }
        return RelOptUtil.createProject(joined, order);
    }

    private RelNode domain(List<Integer> columns) {
        RelNode projected = RelOptUtil.createProject(outer, columns);
        ImmutableBitSet all = ImmutableBitSet.range(columns.size());
        return LogicalAggregate.create(projected, List.of(), all, List.of(all), List.of());
    }

    private RelNode join(RelNode left, RelNode right, List<RexNode> conditions, JoinRelType type) {
        return LogicalJoin.create(
                left,
                right,
                List.of(),
                RexUtil.composeConjunction(builder, conditions),
                Set.of(),
                type);
    }

    /** The tree's own columns first, then the domain's; conditions tie them to the outer row. */
    private PullUp.Result result(RelNode grouped, List<Integer> columns, int width) {
        List<Integer> order = new ArrayList<>();
        for (int i = width; i < grouped.getRowType().getFieldCount(); i++) {
            order.add(i);
        }
        int own = order.size();
        for (int i = 0; i < width; i++) {
            order.add(i);
        }
        return tied(RelOptUtil.createProject(grouped, order), own, columns);
    }

    /** A tree whose columns from {@code own} on are those of the domain, tied to the outer row. */
    PullUp.Result tied(RelNode rel, int own, List<Integer> columns) {
        RexNode row = builder.makeCorrel(outer.getRowType(), ids.iterator().next());
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            RexNode column = builder.makeFieldAccess(row, columns.get(i));
            boolean nullable = column.getType().isNullable();
            conditions.add(
                    builder.makeCall(
                            nullable
                                    ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
                                    : SqlStdOperatorTable.EQUALS,
                            column,
                            builder.makeInputRef(rel, own + i)));
        }
        return new PullUp.Result(rel, conditions);
    }

    private static AggregateCall shifted(
            AggregateCall call, RelNode input, int oldGroups, int newGroups, int by) {
        List<Integer> arguments = call.getArgList().stream().map(index -> index + by).toList();
        return call.adaptTo(
                input,
                arguments,
                call.filterArg < 0 ? -1 : call.filterArg + by,
                oldGroups,
                newGroups);
    }

    ImmutableBitSet outerColumns(List<RexNode> conditions) {
        ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
        for (RexNode condition : conditions) {
            condition.accept(
                    new RexVisitorImpl<Void>(true) {
                        @Override
                        public Void visitFieldAccess(RexFieldAccess access) {
                            if (isOuter(access)) {
                                columns.set(access.getField().getIndex());
                            }
                            return super.visitFieldAccess(access);
                        }
                    });
        }
        return columns.build();
    }

    private boolean isOuter(RexFieldAccess access) {
        return access.getReferenceExpr() instanceof RexCorrelVariable variable
                && ids.contains(variable.id);
    }

    private List<RexNode> overDomain(
            List<RexNode> conditions, List<Integer> columns, RelNode domain) {
        RexShuttle shuttle =
                new RexShuttle() {
                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return isOuter(access)
                                ? builder.makeInputRef(
                                        domain, columns.indexOf(access.getField().getIndex()))
                                : super.visitFieldAccess(access);
                    }

                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return new RexInputRef(ref.getIndex() + columns.size(), ref.getType());
                    }
                };
        return conditions.stream().map(condition -> condition.accept(shuttle)).toList();
    }
}
