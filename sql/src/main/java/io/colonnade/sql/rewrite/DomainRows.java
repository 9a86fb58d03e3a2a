package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * Operations over the rows of one outer row at a time, done for all outer rows at once: the columns
 * of the domain (see {@link DomainJoin}) go along with the rows.
 *
 * <pre>
 * a UNION b                            a, x UNION b, x
 * SUM(v) OVER (PARTITION BY p)   =&gt;    SUM(v) OVER (PARTITION BY p, x)
 * ORDER BY v LIMIT 1                   ROW_NUMBER() OVER (PARTITION BY x ORDER BY v) &lt;= 1
 * </pre>
 *
 * Stateless but for the domain.
 */
final class DomainRows {
    private final DomainJoin domain;

    DomainRows(DomainJoin domain) {
        this.domain = domain;
    }

    PullUp.Result setOperation(SetOp operation, List<PullUp.Result> inputs) {
        ImmutableBitSet all = ImmutableBitSet.of();
        for (PullUp.Result input : inputs) {
            all = all.union(domain.outerColumns(input.conditions()));
        }
        List<Integer> columns = all.asList();
        int width = operation.getRowType().getFieldCount();
        List<RelNode> rows = new ArrayList<>();
        for (PullUp.Result input : inputs) {
            rows.add(domain.rows(input, width, columns));
        }
        return domain.tied(
                operation.copy(operation.getTraitSet(), rows, operation.all), width, columns);
    }

    /** A projection with window functions and without outer columns of its own. */
    PullUp.Result windows(Project project, PullUp.Result input) {
        List<Integer> columns = domain.outerColumns(input.conditions()).asList();
        int inner = project.getInput().getRowType().getFieldCount();
        RelNode rows = domain.rows(input, inner, columns);
        List<RexNode> keys = keys(rows, inner);
        List<RexNode> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            expressions.add(expression.accept(partitioned(rows, keys)));
        }
        int own = expressions.size();
        expressions.addAll(keys);
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        for (int i = 0; i < keys.size(); i++) {
            names.add("$outer" + i);
        }
        return domain.tied(RelOptUtil.createProject(rows, expressions, names, true), own, columns);
    }

    PullUp.Result firstRows(Sort sort, PullUp.Result input) {
        List<Integer> columns = domain.outerColumns(input.conditions()).asList();
        int width = sort.getRowType().getFieldCount();
        RelNode rows = domain.rows(input, width, columns);
        return domain.tied(FirstRows.of(rows, sort, keys(rows, width)), width, columns);
    }

    /** The domain's columns, which stand from this position on. */
    private static List<RexNode> keys(RelNode rows, int from) {
        RexBuilder builder = rows.getCluster().getRexBuilder();
        List<RexNode> keys = new ArrayList<>();
        for (int i = from; i < rows.getRowType().getFieldCount(); i++) {
            keys.add(builder.makeInputRef(rows, i));
        }
        return keys;
    }

    private static RexShuttle partitioned(RelNode rows, List<RexNode> keys) {
        RexBuilder builder = rows.getCluster().getRexBuilder();
        return new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                List<RexNode> partition = new ArrayList<>(over.getWindow().partitionKeys);
                partition.addAll(keys);
                return builder.makeOver(
                        over.getType(),
                        over.getAggOperator(),
                        over.getOperands(),
                        partition,
                        over.getWindow().orderKeys,
                        over.getWindow().getLowerBound(),
                        over.getWindow().getUpperBound(),
                        over.getWindow().getExclude(),
                        over.getWindow().isRows(),
                        true,
                        false,
                        over.isDistinct(),
                        over.ignoreNulls());
            }
        };
    }
}
