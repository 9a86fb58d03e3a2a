package io.colonnade.engine.operator.join;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.FilterExpression;
import io.colonnade.engine.operator.ColumnUse;
import io.colonnade.storage.vector.Batch;

/** The residual condition of a join, tested on pairs with only the columns that it reads. */
final class PairCondition {
    private final FilterExpression filter;
    private final int[] columns;
    private final int[] selected = new int[Batch.CAPACITY];

    /** A join without residual passes every pair. */
    PairCondition(JoinSpec spec) {
        if (spec.residual() == null) {
            filter = null;
            columns = new int[0];
        } else {
            filter = ExpressionCompiler.compileFilter(spec.residual(), spec.both(), spec.zone());
            columns = ColumnUse.of(spec.residual()).stream().toArray();
        }
    }

    /** Keeps the pairs that pass. */
    void apply(PairBatch pairs) {
        if (filter == null) {
            return;
        }
        for (int column : columns) {
            pairs.fill(column);
        }
        int kept = filter.select(pairs.batch(), selected);
        pairs.narrow(selected, kept);
    }
}
