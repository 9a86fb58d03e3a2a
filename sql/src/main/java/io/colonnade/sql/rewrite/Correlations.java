package io.colonnade.sql.rewrite;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

import java.util.Set;

/** References of an inner query to the columns of an outer one. Stateless. */
final class Correlations {
    private Correlations() {}

    /** Does the expression refer to one of these outer rows? */
    static boolean in(RexNode node, Set<CorrelationId> ids) {
        try {
            node.accept(
                    new RexVisitorImpl<Void>(true) {
                        @Override
                        public Void visitCorrelVariable(RexCorrelVariable variable) {
                            if (ids.contains(variable.id)) {
                                throw Util.FoundOne.NULL;
                            }
                            return null;
                        }
                    });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    /** Does the tree refer to one of these outer rows? */
    static boolean in(RelNode rel, Set<CorrelationId> ids) {
        return !ids.isEmpty() && RelOptUtil.getVariablesUsed(rel).stream().anyMatch(ids::contains);
    }

    /** Does the expression refer to a column of its own input? */
    static boolean usesInput(RexNode node) {
        return !RelOptUtil.InputFinder.bits(node).isEmpty();
    }

    /**
     * An inner expression over the join of outer and inner: outer references become the first
     * columns, own references move behind them.
     */
    static RexNode joined(RexNode node, Set<CorrelationId> ids, RelNode outer, RelNode inner) {
        RexBuilder builder = outer.getCluster().getRexBuilder();
        int width = outer.getRowType().getFieldCount();
        return node.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        return access.getReferenceExpr() instanceof RexCorrelVariable variable
                                        && ids.contains(variable.id)
                                ? builder.makeInputRef(outer, access.getField().getIndex())
                                : super.visitFieldAccess(access);
                    }

                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return new RexInputRef(
                                ref.getIndex() + width,
                                inner.getRowType().getFieldList().get(ref.getIndex()).getType());
                    }
                });
    }

    /** The error for what cannot be taken apart. */
    static ColonnadeException tooHard(String what) {
        return new ColonnadeException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "a correlated sub-query with " + what + " is not supported yet")
                .hint("Write it as a join, or correlate by equalities in WHERE only.");
    }
}
