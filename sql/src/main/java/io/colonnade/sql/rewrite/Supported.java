package io.colonnade.sql.rewrite;

import io.colonnade.error.ColonnadeException;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexUtil;

/** The last look at a tree: holds only what the physical planner knows. Stateless. */
final class Supported {
    private Supported() {}

    static RelNode checked(RelNode rel) {
        switch (rel) {
            case Filter filter -> check(!RexUtil.SubQueryFinder.containsSubQuery(filter));
            case Project project -> check(!RexUtil.SubQueryFinder.containsSubQuery(project));
            case Join join -> check(!RexUtil.SubQueryFinder.containsSubQuery(join));
            case Aggregate aggregate -> {}
            case Sort sort -> {}
            case SetOp setOp -> {}
            case Values values -> {}
            case TableScan scan -> {}
            case SharedTree shared -> checked(shared.definition().tree());
            case TableFunctionScan function -> {}
            case RepeatUnion repeat -> throw ColonnadeException.notSupported("WITH RECURSIVE");
            default -> throw ColonnadeException.notSupported("this form of query");
        }
        rel.getInputs().forEach(Supported::checked);
        return rel;
    }

    private static void check(boolean plain) {
        if (!plain) {
            throw Correlations.tooHard("this form");
        }
    }
}
