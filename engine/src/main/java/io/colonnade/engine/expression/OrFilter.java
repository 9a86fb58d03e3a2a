package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;

/** Disjunction: each condition sees only the rows that those before it rejected. */
final class OrFilter extends FilterExpression {
    private final FilterExpression[] conditions;
    private final int[] rejected = new int[Batch.CAPACITY];
    private final int[] passed = new int[Batch.CAPACITY];
    private int[] all = new int[Batch.CAPACITY];
    private int[] merged = new int[Batch.CAPACITY];

    OrFilter(FilterExpression... conditions) {
        this.conditions = conditions;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        int[] rows = selection;
        int n = count;
        int total = 0;
        for (FilterExpression condition : conditions) {
            int k = condition.select(input, rows, n, passed);
            if (k > 0) {
                n = Selections.difference(rows, n, passed, k, rejected);
                rows = rejected;
                total = Selections.merge(all, total, passed, k, merged);
                int[] swapped = all;
                all = merged;
                merged = swapped;
            }
            if (n == 0) {
                break;
            }
        }
        System.arraycopy(all, 0, target, 0, total);
        return total;
    }
}
