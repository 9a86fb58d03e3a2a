package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;

/** Selects the rows that another filter does not. */
final class ComplementFilter extends FilterExpression {
    private final FilterExpression inner;
    private final int[] passed = new int[Batch.CAPACITY];

    ComplementFilter(FilterExpression inner) {
        this.inner = inner;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        int k = inner.select(input, selection, count, passed);
        return Selections.difference(selection, count, passed, k, target);
    }
}
