package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/** Selects where a op b. */
final class ComparisonFilter extends FilterExpression {
    private final CompareOp op;
    private final VectorExpression left;
    private final VectorExpression right;
    private final Comparer comparer;
    private final int[] one = new int[1];

    ComparisonFilter(CompareOp op, VectorExpression left, VectorExpression right) {
        this.op = op;
        this.left = left;
        this.right = right;
        this.comparer = Comparer.create(left.type().physical());
    }

    @Override
    FusedNode fused(FusedNode then, FusedNode otherwise) {
        FusedNode x = left.fused();
        FusedNode y = right.fused();
        FusedNode.Comparison comparison =
                switch (op) {
                    case EQUAL -> FusedNode.Comparison.EQUAL;
                    case NOT_EQUAL -> FusedNode.Comparison.NOT_EQUAL;
                    case LESS -> FusedNode.Comparison.LESS;
                    case LESS_OR_EQUAL -> FusedNode.Comparison.LESS_OR_EQUAL;
                    case GREATER -> FusedNode.Comparison.GREATER;
                    case GREATER_OR_EQUAL -> FusedNode.Comparison.GREATER_OR_EQUAL;
                };
        return x == null || y == null
                ? null
                : new FusedNode.Choice(comparison, x, y, then, otherwise);
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        Vector a = left.evaluate(input, selection, count);
        Vector b = right.evaluate(input, selection, count);
        if (count == 0 || a.isConstant() && a.isNull(0) || b.isConstant() && b.isNull(0)) {
            return 0;
        }
        if (a.isConstant() && b.isConstant()) {
            int passed = comparer.select(op, a, b, null, 1, one);
            return passed == 0 ? 0 : Selections.copy(selection, count, target);
        }
        CompareOp way = op;
        if (a.isConstant()) {
            Vector swapped = a;
            a = b;
            b = swapped;
            way = op.swap();
        }
        return select(way, a, b, selection, count, target);
    }

    private int select(
            CompareOp way, Vector a, Vector b, int[] selection, int count, int[] target) {
        if (!comparer.needsValid()) {
            int k = comparer.select(way, a, b, selection, count, target);
            if (a.mayHaveNulls()) {
                k = Selections.keepValid(target, k, a.validity(), target);
            }
            if (b.mayHaveNulls() && !b.isConstant()) {
                k = Selections.keepValid(target, k, b.validity(), target);
            }
            return k;
        }
        int[] rows = selection;
        int n = count;
        if (a.mayHaveNulls()) {
            n = Selections.byValidity(rows, n, a.validity(), 1, target);
            rows = target;
        }
        if (b.mayHaveNulls() && !b.isConstant()) {
            n = Selections.byValidity(rows, n, b.validity(), 1, target);
            rows = target;
        }
        return comparer.select(way, a, b, rows, n, target);
    }
}
