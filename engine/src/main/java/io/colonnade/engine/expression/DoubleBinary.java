package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.DoubleKernel;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/** An operation on two doubles; REAL results are rounded to float. */
final class DoubleBinary extends VectorExpression {
    private final DoubleKernel kernel;
    private final VectorExpression left;
    private final VectorExpression right;
    private final DoubleOperand leftOperand = new DoubleOperand();
    private final DoubleOperand rightOperand = new DoubleOperand();
    private final DoubleVector result = new DoubleVector(Batch.CAPACITY);

    DoubleBinary(DoubleKernel kernel, VectorExpression left, VectorExpression right, SqlType type) {
        super(type);
        this.kernel = kernel;
        this.left = left;
        this.right = right;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector a = left.evaluate(input, selection, count);
        Vector b = right.evaluate(input, selection, count);
        result.reset();
        if (count == 0) {
            return result;
        }
        if (a.isConstant() && b.isConstant()) {
            if (a.isNull(0) || b.isNull(0)) {
                result.setConstantNull();
                return result;
            }
            run(a, b, 1, null, 1);
            result.setConstant(true);
            return result;
        }
        Nulls.union(result, a, b, input.size());
        run(a, b, input.size(), selection, count);
        return result;
    }

    private void run(Vector a, Vector b, int size, int[] selection, int count) {
        double[] x = leftOperand.open(a);
        double[] y = rightOperand.open(b);
        double[] r = result.values();
        boolean dense = selection == null || count >= size >> 1;
        long bad = dense ? kernel.dense(x, y, r, size) : kernel.selected(x, y, r, selection, count);
        if (bad != 0) {
            repeat(x, y, r, selection, count);
        }
        if (type().kind() == TypeKind.REAL && Conversions.roundToFloat(r, size)) {
            Precision.checkFloats(result, selection, count);
        }
    }

    private void repeat(double[] x, double[] y, double[] r, int[] selection, int count) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (Nulls.isValid(valid, p)) {
                r[p] = kernel.exact(x[p], y[p]);
            }
        }
    }
}
