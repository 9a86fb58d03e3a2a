package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** The truth value of a op b. */
final class ComparisonExpression extends VectorExpression {
    private final CompareOp op;
    private final VectorExpression left;
    private final VectorExpression right;
    private final Comparer comparer;
    private final int[] valid = new int[Batch.CAPACITY];
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    ComparisonExpression(CompareOp op, VectorExpression left, VectorExpression right) {
        super(SqlType.BOOLEAN);
        this.op = op;
        this.left = left;
        this.right = right;
        this.comparer = Comparer.create(left.type().physical());
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector a = left.evaluate(input, selection, count);
        Vector b = right.evaluate(input, selection, count);
        result.reset();
        if (count == 0) {
            return result;
        }
        if (a.isConstant() && a.isNull(0) || b.isConstant() && b.isNull(0)) {
            result.setConstantNull();
            return result;
        }
        if (a.isConstant() && b.isConstant()) {
            comparer.test(op, a, b, null, 1, result.values());
            result.setConstant(true);
            return result;
        }
        Nulls.union(result, a, b, input.size());
        int[] rows = selection;
        int n = count;
        if (comparer.needsValid() && result.mayHaveNulls()) {
            n = Selections.byValidity(selection, count, result.validity(), 1, valid);
            rows = valid;
        }
        if (a.isConstant()) {
            comparer.test(op.swap(), b, a, rows, n, result.values());
        } else {
            comparer.test(op, a, b, rows, n, result.values());
        }
        return result;
    }
}
