package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;

/** Selects everything or nothing. */
final class ConstantFilter extends FilterExpression {
    private final boolean passes;

    ConstantFilter(boolean passes) {
        this.passes = passes;
    }

    boolean passes() {
        return passes;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        return passes ? Selections.copy(selection, count, target) : 0;
    }
}
