package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** TRUE where a filter passes, else FALSE; never NULL. */
final class FilterValue extends VectorExpression {
    private final FilterExpression filter;
    private final int[] passed = new int[Batch.CAPACITY];
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    FilterValue(FilterExpression filter) {
        super(SqlType.BOOLEAN);
        this.filter = filter;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        result.reset();
        int k = filter.select(input, selection, count, passed);
        byte[] values = result.values();
        java.util.Arrays.fill(values, 0, input.size(), (byte) 0);
        for (int i = 0; i < k; i++) {
            values[passed[i]] = 1;
        }
        return result;
    }
}
