package io.colonnade.sql.rewrite;

import io.colonnade.error.Interruption;

import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.util.CancelFlag;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** The steps of the rewrite, in the order in which they run. */
public enum Phase {
    FOLD_CONSTANTS("compute constants, free columns in comparisons from casts", FoldConstants::in),

    REMOVE_SUB_QUERIES("sub-queries and lateral joins become joins", RemoveSubQueries::in),

    PUSH_FILTERS(
            "predicates go down to joins and tables, outer joins become inner where NULLs are"
                    + " dropped",
            List.of(
                    CoreRules.FILTER_MERGE,
                    CoreRules.FILTER_PROJECT_TRANSPOSE,
                    CoreRules.FILTER_AGGREGATE_TRANSPOSE,
                    CoreRules.FILTER_SET_OP_TRANSPOSE,
                    CoreRules.FILTER_INTO_JOIN,
                    CoreRules.JOIN_CONDITION_PUSH,
                    CoreRules.PROJECT_MERGE,
                    CoreRules.PROJECT_REMOVE)),

    FACTOR_DISJUNCTIONS("take common terms out of OR", CommonFactors::factored),

    IMPLIED_FILTERS("what OR over a join says about one table", CommonFactors::implied),

    PUSH_IMPLIED(
            "the factors and implied filters go down too",
            List.of(
                    CoreRules.FILTER_MERGE,
                    CoreRules.FILTER_PROJECT_TRANSPOSE,
                    CoreRules.FILTER_AGGREGATE_TRANSPOSE,
                    CoreRules.FILTER_SET_OP_TRANSPOSE,
                    CoreRules.FILTER_INTO_JOIN,
                    CoreRules.JOIN_CONDITION_PUSH,
                    CoreRules.PROJECT_MERGE,
                    CoreRules.PROJECT_REMOVE)),

    SIMPLIFY(
            "simplify conditions, drop empty branches",
            List.of(
                    CoreRules.FILTER_REDUCE_EXPRESSIONS,
                    CoreRules.AGGREGATE_PROJECT_MERGE,
                    CoreRules.UNION_MERGE)),

    COMPUTE_VALUES("projections of constant rows become constant rows", ComputeValues::in),

    REDUCE_AVERAGES("AVG as SUM / COUNT", ReduceAverages::in),

    REDUCE_GROUP_KEYS("group keys that others determine are carried along", ReduceGroupKeys::in),

    EXPAND_DISTINCT(
            "DISTINCT aggregates as aggregates of aggregates",
            List.of(CoreRules.AGGREGATE_EXPAND_DISTINCT_AGGREGATES)),

    FETCH_LATE("wide columns of the first groups are fetched at the end", LateColumns::in),

    SHARE_TREES("what the statement has twice is run once", ShareTrees::in),

    TRIM_COLUMNS("columns that nobody needs go away", Phase::trimmed),

    MERGE_PROJECTS(
            "projections of projections become one",
            List.of(CoreRules.PROJECT_MERGE, CoreRules.PROJECT_REMOVE));

    /** Rules stop firing once the thread is interrupted. */
    private static final CancelFlag INTERRUPTION =
            new CancelFlag(new AtomicBoolean()) {
                @Override
                public boolean isCancelRequested() {
                    return Thread.currentThread().isInterrupted();
                }
            };

    private final String description;
    private final UnaryOperator<RelNode> step;

    Phase(String description, UnaryOperator<RelNode> step) {
        this.description = description;
        this.step = step;
    }

    Phase(String description, List<RelOptRule> rules) {
        this.description = description;
        HepProgram program =
                HepProgram.builder()
                        .addMatchOrder(HepMatchOrder.ARBITRARY)
                        .addRuleCollection(rules)
                        .build();
        this.step = rel -> applied(program, rel);
    }

    private static RelNode applied(HepProgram program, RelNode rel) {
        HepPlanner planner = new HepPlanner(program, Contexts.of(INTERRUPTION));
        planner.setExecutor(rel.getCluster().getPlanner().getExecutor());
        planner.setRoot(rel);
        return planner.findBestExp();
    }

    private static RelNode trimmed(RelNode rel) {
        ColumnTrimmer trimmer = new ColumnTrimmer(rel);
        RelNode trimmed = trimmer.trim(rel);
        for (SharedTree.Definition shared : trimmer.shared()) {
            shared.become(MERGE_PROJECTS.apply(new ColumnTrimmer(rel).trim(shared.tree())));
        }
        return trimmed;
    }

    /** What the phase does, for people. */
    public String description() {
        return description;
    }

    RelNode apply(RelNode rel) {
        Interruption.check();
        return step.apply(rel);
    }
}
