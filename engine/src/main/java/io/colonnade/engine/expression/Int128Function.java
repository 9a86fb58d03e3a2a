package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/** A row function whose result is a long decimal. */
final class Int128Function extends RowFunction {
    /** Computes one row's unscaled value. */
    interface Body {
        BigInteger apply(Inputs in, int row);
    }

    private final Body body;

    Int128Function(SqlType type, Body body, VectorExpression... arguments) {
        super(type, arguments);
        this.body = body;
    }

    @Override
    void run(Vector target, long[] valid, int[] rows, int count) {
        Int128Vector vector = (Int128Vector) target;
        int precision = type().precision();
        int scale = type().scale();
        for (int i = 0; i < count; i++) {
            int p = rows == null ? i : rows[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            BigInteger value = body.apply(inputs, p);
            if (inputs.takeNull()) {
                target.setNull(p);
            } else {
                Int128.store(value, precision, scale, vector.high(), vector.low(), p);
            }
        }
    }
}
