package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** IS [NOT] DISTINCT FROM: a comparison in which NULL equals NULL; never NULL itself. */
final class DistinctExpression extends VectorExpression {
    private final VectorExpression left;
    private final VectorExpression right;
    private final byte whenDistinct;
    private final Comparer comparer;
    private final int[] comparable = new int[Batch.CAPACITY];
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    DistinctExpression(boolean distinct, VectorExpression left, VectorExpression right) {
        super(SqlType.BOOLEAN);
        this.left = left;
        this.right = right;
        this.whenDistinct = (byte) (distinct ? 1 : 0);
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
        boolean constant = a.isConstant() && b.isConstant();
        int[] rows = constant ? null : selection;
        int k = splitNulls(a, b, rows, constant ? 1 : count);
        CompareOp op = whenDistinct == 1 ? CompareOp.NOT_EQUAL : CompareOp.EQUAL;
        if (k > 0) {
            boolean swap = a.isConstant();
            comparer.test(op, swap ? b : a, swap ? a : b, comparable, k, result.values());
        }
        result.setConstant(constant);
        return result;
    }

    /** Decides the rows with a NULL; the others are written to `comparable`. */
    private int splitNulls(Vector a, Vector b, int[] rows, int count) {
        byte[] values = result.values();
        int k = 0;
        for (int i = 0; i < count; i++) {
            int p = rows == null ? i : rows[i];
            boolean aNull = a.isNull(p);
            boolean bNull = b.isNull(p);
            if (aNull || bNull) {
                values[p] = (byte) (aNull == bNull ? whenDistinct ^ 1 : whenDistinct);
            } else {
                comparable[k++] = p;
            }
        }
        return k;
    }
}
