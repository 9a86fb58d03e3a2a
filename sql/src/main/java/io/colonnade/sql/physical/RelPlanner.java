package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.rewrite.SharedTree;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.util.ImmutableBitSet;

/** Plans relational trees: picks the class that knows the node. One per statement; one thread. */
final class RelPlanner {
    private final Scans scans;
    private final JoinRegionPlanner regions;
    private final OuterJoins outerJoins;
    private final Aggregates aggregates;
    private final Sorts sorts;
    private final SetOperations setOperations;
    private final Windows windows;
    private final ConstantRows constantRows;
    private final SharedRows sharedRows;

    RelPlanner(PlanContext context) {
        JoinNodes joins = new JoinNodes(context);
        this.scans = new Scans(context);
        this.regions = new JoinRegionPlanner(context, this);
        this.outerJoins = new OuterJoins(this, joins);
        this.aggregates = new Aggregates(this, context, joins);
        this.sorts = new Sorts(this);
        this.setOperations = new SetOperations(this, joins);
        this.windows = new Windows(context, this);
        this.constantRows = new ConstantRows(context);
        this.sharedRows = new SharedRows(this);
    }

    /** A plan that gives at least the asked fields. */
    Planned plan(RelNode node, ImmutableBitSet asked) {
        RelNode rel = node.stripped();
        if (JoinRegion.covers(rel)) {
            return regions.plan(rel, asked);
        }
        return switch (rel) {
            case TableScan scan -> scans.plan(scan, asked);
            case Join join -> outerJoins.plan(join, asked);
            case Project project -> windows.plan(project, asked);
            case Aggregate aggregate -> aggregates.plan(aggregate, asked);
            case Sort sort -> sorts.plan(sort, asked);
            case SetOp setOperation -> setOperations.plan(setOperation, asked);
            case Values values -> constantRows.plan(values, asked);
            case TableFunctionScan function -> constantRows.series(function);
            case SharedTree shared -> sharedRows.plan(shared.definition(), asked);
            case Correlate correlate ->
                    throw new ColonnadeException(
                                    ErrorCode.FEATURE_NOT_SUPPORTED,
                                    "this correlated subquery is not supported yet")
                            .hint("Rewrite it as a join.");
            default -> throw ColonnadeException.notSupported("operator " + rel.getRelTypeName());
        };
    }

    /** A plan whose output is the asked fields in order and nothing else. */
    PhysicalNode exactly(RelNode rel, ImmutableBitSet asked) {
        return RowNodes.fields(plan(rel, asked), asked);
    }
}
