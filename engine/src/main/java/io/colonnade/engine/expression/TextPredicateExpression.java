package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Selections;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** The truth value of a test of a text with constants, e.g. LIKE. */
final class TextPredicateExpression extends VectorExpression {
    private final VectorExpression argument;
    private final TextPredicate predicate;
    private final int flip;
    private final TextView view = new TextView();
    private final int[] rows = new int[Batch.CAPACITY];
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    TextPredicateExpression(VectorExpression argument, TextPredicate predicate, boolean negated) {
        super(SqlType.BOOLEAN);
        this.argument = argument;
        this.predicate = predicate;
        this.flip = negated ? 1 : 0;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        BytesVector v = (BytesVector) argument.evaluate(input, selection, count);
        result.reset();
        if (count == 0) {
            return result;
        }
        boolean constant = v.isConstant();
        if (constant && v.isNull(0)) {
            result.setConstantNull();
            return result;
        }
        int size = constant ? 1 : input.size();
        int[] valid = constant ? null : selection;
        int n = constant ? 1 : count;
        if (!constant && v.mayHaveNulls()) {
            result.copyNulls(v, size);
            n = Selections.byValidity(selection, count, v.validity(), 1, rows);
            valid = rows;
        }
        view.open(v, size, valid, n);
        predicate.test(view.heap, view.starts, view.lengths, valid, n, flip, result.values());
        result.setConstant(constant);
        return result;
    }
}
