package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;

/** Conjunction: each condition sees only the rows that passed those before it. */
final class AndFilter extends FilterExpression {
    private final FilterExpression[] conditions;

    AndFilter(FilterExpression... conditions) {
        this.conditions = conditions;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        int[] rows = selection;
        int n = count;
        for (FilterExpression condition : conditions) {
            if (n == 0) {
                return 0;
            }
            n = condition.select(input, rows, n, target);
            rows = target;
        }
        return n;
    }
}
