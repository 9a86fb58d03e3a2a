package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** GREATEST or LEAST; NULL only where all arguments are. */
final class ExtremeExpression extends VectorExpression {
    private final VectorExpression[] arguments;
    private final CompareOp better;
    private final Comparer comparer;
    private final int[] rows = new int[Batch.CAPACITY];
    private final int[] missing = new int[Batch.CAPACITY];
    private final Vector flat;
    private final Vector result;

    ExtremeExpression(boolean greatest, VectorExpression[] arguments, SqlType type) {
        super(type);
        this.arguments = arguments;
        this.better = greatest ? CompareOp.GREATER : CompareOp.LESS;
        this.comparer = Comparer.create(type.physical());
        this.flat = Vector.create(type.physical(), Batch.CAPACITY);
        this.result = Vector.create(type.physical(), Batch.CAPACITY);
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        result.reset();
        if (count == 0) {
            return result;
        }
        Blend.copy(arguments[0].evaluate(input, selection, count), selection, count, result);
        for (int i = 1; i < arguments.length; i++) {
            Vector v = arguments[i].evaluate(input, selection, count);
            if (!(v.isConstant() && v.isNull(0))) {
                merge(v, selection, count);
            }
        }
        return result;
    }

    private void merge(Vector candidate, int[] selection, int count) {
        Vector v = candidate;
        if (v.isConstant()) {
            flat.reset();
            Blend.copy(v, selection, count, flat);
            v = flat;
        }
        int n = Selections.copy(selection, count, rows);
        if (v.mayHaveNulls()) {
            n = Selections.keepValid(rows, n, v.validity(), rows);
        }
        takeWhereNull(v, n);
        n = result.mayHaveNulls() ? Selections.keepValid(rows, n, result.validity(), rows) : n;
        n = comparer.select(better, v, result, rows, n, rows);
        Blend.copy(v, rows, n, result);
    }

    /** Rows without a value so far take the candidate's. */
    private void takeWhereNull(Vector v, int n) {
        if (!result.mayHaveNulls()) {
            return;
        }
        int k = Selections.byValidity(rows, n, result.validity(), 0, missing);
        for (int i = 0; i < k; i++) {
            result.setValid(missing[i]);
        }
        Blend.copy(v, missing, k, result);
    }
}
