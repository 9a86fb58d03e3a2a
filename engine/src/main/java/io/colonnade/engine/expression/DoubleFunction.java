package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Overflow;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/** A row function whose result is DOUBLE or REAL. */
final class DoubleFunction extends RowFunction {
    /** Computes one row. */
    interface Body {
        double apply(Inputs in, int row);
    }

    private final Body body;

    DoubleFunction(SqlType type, Body body, VectorExpression... arguments) {
        super(type, arguments);
        this.body = body;
    }

    @Override
    void run(Vector target, long[] valid, int[] rows, int count) {
        double[] values = ((DoubleVector) target).values();
        boolean isReal = type().kind() == TypeKind.REAL;
        for (int i = 0; i < count; i++) {
            int p = rows == null ? i : rows[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            double value = body.apply(inputs, p);
            if (inputs.takeNull()) {
                target.setNull(p);
            }
            if (isReal && Double.isInfinite((float) value) && !Double.isInfinite(value)) {
                throw Overflow.of(type());
            }
            values[p] = isReal ? (float) value : value;
        }
    }
}
