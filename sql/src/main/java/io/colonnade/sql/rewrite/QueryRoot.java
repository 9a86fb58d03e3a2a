package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

import java.util.ArrayList;
import java.util.List;

/**
 * A sub-query without its topmost projections: the tree below and what the projections compute from
 * it. Immutable.
 */
record QueryRoot(RelNode rel, List<RexNode> expressions) {

    static QueryRoot of(RelNode query) {
        RexBuilder builder = query.getCluster().getRexBuilder();
        List<RexNode> expressions = new ArrayList<>();
        for (int i = 0; i < query.getRowType().getFieldCount(); i++) {
            expressions.add(builder.makeInputRef(query, i));
        }
        RelNode rel = query;
        while (true) {
            if (rel instanceof Project project
                    && !RexOver.containsOver(project.getProjects(), null)) {
                expressions = RelOptUtil.pushPastProject(expressions, project);
                rel = project.getInput();
            } else if (rel instanceof Sort sort && sort.fetch == null && sort.offset == null) {
                rel = sort.getInput();
            } else {
                return new QueryRoot(rel, expressions);
            }
        }
    }

    /** What has rows exactly when the query has: no order, no limit above 0, no grouping. */
    static RelNode existence(RelNode query) {
        RelNode rel = of(query).rel();
        while (true) {
            if (rel instanceof Sort sort
                    && sort.offset == null
                    && sort.fetch instanceof RexLiteral fetch
                    && RexLiteral.intValue(fetch) > 0) {
                rel = of(sort.getInput()).rel();
            } else if (rel instanceof Aggregate aggregate
                    && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                    && aggregate.getGroupCount() > 0) {
                rel = of(aggregate.getInput()).rel();
            } else {
                return rel;
            }
        }
    }

    /** Does the tree give exactly one row whatever its input is? */
    boolean isOneRow() {
        return rel instanceof Aggregate aggregate
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getGroupCount() == 0;
    }
}
