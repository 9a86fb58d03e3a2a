package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/** Selects where a value is NULL, or where it is not. */
final class NullFilter extends FilterExpression {
    private final VectorExpression value;
    private final boolean wantsNull;

    NullFilter(VectorExpression value, boolean wantsNull) {
        this.value = value;
        this.wantsNull = wantsNull;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        if (count == 0) {
            return 0;
        }
        Vector v = value.evaluate(input, selection, count);
        if (v.isConstant() || !v.mayHaveNulls()) {
            return v.isNull(0) == wantsNull ? Selections.copy(selection, count, target) : 0;
        }
        return Selections.byValidity(selection, count, v.validity(), wantsNull ? 0 : 1, target);
    }
}
