package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/** NULLIF: the first argument, or NULL where it equals the second. */
final class NullIfExpression extends VectorExpression {
    private final VectorExpression value;
    private final ComparisonFilter equal;
    private final int[] matched = new int[Batch.CAPACITY];
    private final Vector result;

    NullIfExpression(VectorExpression value, VectorExpression left, VectorExpression right) {
        super(value.type());
        this.value = value;
        this.equal = new ComparisonFilter(CompareOp.EQUAL, left, right);
        this.result = Vector.create(value.type().physical(), Batch.CAPACITY);
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector v = value.evaluate(input, selection, count);
        int k = equal.select(input, selection, count, matched);
        if (k == 0) {
            return v;
        }
        result.reset();
        Blend.copy(v, selection, count, result);
        Blend.setNull(matched, k, result);
        return result;
    }
}
