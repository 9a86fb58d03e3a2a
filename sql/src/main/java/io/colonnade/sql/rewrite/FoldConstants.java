package io.colonnade.sql.rewrite;

import io.colonnade.sql.bind.ColonnadeRexBuilder;
import io.colonnade.sql.bind.ConstantFolder;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/**
 * Computes constant expressions everywhere in a tree, also in its sub-queries, and frees columns in
 * comparisons from casts (see {@link ComparisonFitter}). One per tree.
 */
final class FoldConstants extends RexShuttle {
    private final RexBuilder builder;
    private final ComparisonFitter fitter;
    private final ConstantLists lists;

    private FoldConstants(RexBuilder builder) {
        this.builder = builder;
        this.fitter = new ComparisonFitter(builder);
        this.lists = new ConstantLists(builder);
    }

    static RelNode in(RelNode rel) {
        return in(rel, new FoldConstants(rel.getCluster().getRexBuilder()));
    }

    private static RelNode in(RelNode rel, FoldConstants folder) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        return super.visit(other).accept(folder);
                    }
                });
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery query) {
        RexSubQuery folded = (RexSubQuery) super.visitSubQuery(query);
        RelNode rel = in(folded.rel, this);
        return rel == folded.rel ? folded : folded.clone(rel);
    }

    @Override
    public RexNode visitOver(RexOver over) {
        return over;
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexNode visited = super.visitCall(call);
        if (!(visited instanceof RexCall inner)) {
            return visited;
        }
        if (comparesWithNull(inner)) {
            return builder.makeNullLiteral(call.getType());
        }
        RexNode constant = ConstantFolder.INSTANCE.fold(builder, inner);
        if (constant != null) {
            return sameType(constant, call.getType());
        }
        RexNode fitted = fitter.fit(inner);
        return fitted instanceof RexCall whole ? lists.searched(whole) : fitted;
    }

    /** Always unknown; Calcite's predicates do not bear such comparisons. */
    private static boolean comparesWithNull(RexCall call) {
        return switch (call.getKind()) {
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL ->
                    call.getOperands().stream().anyMatch(RexLiteral::isNullLiteral);
            default -> false;
        };
    }

    /** A constant that lost only its nullability keeps the type that the tree counts on. */
    private RexNode sameType(RexNode constant, RelDataType type) {
        if (constant.getType().equals(type)) {
            return constant;
        }
        if (constant instanceof RexLiteral literal
                && literal.getValue() instanceof NlsString text
                && type.getSqlTypeName() == SqlTypeName.VARCHAR
                && !type.isNullable()) {
            return ColonnadeRexBuilder.INSTANCE.makeText(text.getValue(), type);
        }
        return builder.makeAbstractCast(type, constant, false);
    }
}
