package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** CONCAT as a function: NULL arguments count as empty, so that the result is never NULL. */
final class ConcatExpression extends VectorExpression {
    private final VectorExpression[] arguments;
    private final BytesVector[] values;
    private final TextBuilder builder = new TextBuilder();
    private final BytesVector result = new BytesVector(Batch.CAPACITY);

    ConcatExpression(VectorExpression[] arguments, SqlType type) {
        super(type);
        this.arguments = arguments;
        this.values = new BytesVector[arguments.length];
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        for (int k = 0; k < arguments.length; k++) {
            values[k] = (BytesVector) arguments[k].evaluate(input, selection, count);
        }
        result.reset();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            builder.clear();
            for (BytesVector v : values) {
                if (!v.isNull(p)) {
                    builder.append(v.heapAt(), v.startAt(p), v.lengthAt(p));
                }
            }
            result.append(p, builder.bytes(), 0, builder.length());
        }
        return result;
    }
}
