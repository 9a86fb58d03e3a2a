package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;

/** Selects where a computed truth value is TRUE, or where it is FALSE. */
final class ValueFilter extends FilterExpression {
    private final VectorExpression value;
    private final int wanted;

    ValueFilter(VectorExpression value, boolean negated) {
        this.value = value;
        this.wanted = negated ? 0 : 1;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        if (count == 0) {
            return 0;
        }
        BooleanVector v = (BooleanVector) value.evaluate(input, selection, count);
        if (v.isConstant()) {
            boolean passes = !v.isNull(0) && v.values()[0] == wanted;
            return passes ? Selections.copy(selection, count, target) : 0;
        }
        int k = Selections.byValue(selection, count, v.values(), wanted, target);
        return v.mayHaveNulls() ? Selections.keepValid(target, k, v.validity(), target) : k;
    }
}
