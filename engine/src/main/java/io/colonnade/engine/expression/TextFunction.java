package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** A row function that writes a new text. */
final class TextFunction extends RowFunction {
    /** Appends one row's text. */
    interface Body {
        void apply(Inputs in, int row, TextBuilder out);
    }

    private final Body body;
    private final TextBuilder builder = new TextBuilder();

    TextFunction(SqlType type, Body body, VectorExpression... arguments) {
        super(type, arguments);
        this.body = body;
    }

    @Override
    void run(Vector target, long[] valid, int[] rows, int count) {
        BytesVector vector = (BytesVector) target;
        for (int i = 0; i < count; i++) {
            int p = rows == null ? i : rows[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            builder.clear();
            body.apply(inputs, p, builder);
            if (inputs.takeNull()) {
                vector.setNull(p);
            } else {
                vector.append(p, builder.bytes(), 0, builder.length());
            }
        }
    }
}
