package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** CASE: each branch sees only the rows that reach it, so that a branch not taken cannot fail. */
final class CaseExpression extends VectorExpression {
    private final FilterExpression[] when;
    private final VectorExpression[] then;
    private final VectorExpression otherwise;
    private final int[] passed = new int[Batch.CAPACITY];
    private final int[] open = new int[Batch.CAPACITY];
    private final Vector result;

    CaseExpression(
            FilterExpression[] when,
            VectorExpression[] then,
            VectorExpression otherwise,
            SqlType type) {
        super(type);
        this.when = when;
        this.then = then;
        this.otherwise = otherwise;
        this.result = Vector.create(type.physical(), Batch.CAPACITY);
    }

    @Override
    FusedNode fused() {
        FusedNode node = otherwise.fused();
        for (int i = when.length - 1; i >= 0 && node != null; i--) {
            FusedNode taken = then[i].fused();
            node = taken == null ? null : when[i].fused(taken, node);
        }
        return node;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        result.reset();
        int[] rows = selection;
        int n = count;
        for (int i = 0; i < when.length && n > 0; i++) {
            int k = when[i].select(input, rows, n, passed);
            if (k > 0) {
                Blend.copy(then[i].evaluate(input, passed, k), passed, k, result);
                n = Selections.difference(rows, n, passed, k, open);
                rows = open;
            }
        }
        if (n > 0) {
            Blend.copy(otherwise.evaluate(input, rows, n), rows, n, result);
        }
        return result;
    }
}
