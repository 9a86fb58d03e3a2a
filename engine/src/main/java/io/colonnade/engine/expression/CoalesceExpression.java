package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** COALESCE: an argument sees only the rows in which all those before it are NULL. */
final class CoalesceExpression extends VectorExpression {
    private final VectorExpression[] arguments;
    private final int[] filled = new int[Batch.CAPACITY];
    private final int[] open = new int[Batch.CAPACITY];
    private final Vector result;

    CoalesceExpression(VectorExpression[] arguments, SqlType type) {
        super(type);
        this.arguments = arguments;
        this.result = Vector.create(type.physical(), Batch.CAPACITY);
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector first = arguments[0].evaluate(input, selection, count);
        if (!first.mayHaveNulls() || first.isConstant() && !first.isNull(0)) {
            return first;
        }
        result.reset();
        int[] rows = selection;
        int n = count;
        for (int i = 0; i < arguments.length && n > 0; i++) {
            Vector v = i == 0 ? first : arguments[i].evaluate(input, rows, n);
            if (i == arguments.length - 1 || !v.mayHaveNulls()) {
                Blend.copy(v, rows, n, result);
                return result;
            }
            if (v.isConstant()) {
                if (!v.isNull(0)) {
                    Blend.copy(v, rows, n, result);
                    return result;
                }
                continue;
            }
            int k = Selections.byValidity(rows, n, v.validity(), 1, filled);
            Blend.copy(v, filled, k, result);
            n = Selections.difference(rows, n, filled, k, open);
            rows = open;
        }
        Blend.setNull(rows, n, result);
        return result;
    }
}
