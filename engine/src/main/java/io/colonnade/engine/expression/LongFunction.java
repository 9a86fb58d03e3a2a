package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** A row function whose result is BOOLEAN, INT or LONG. */
final class LongFunction extends RowFunction {
    /** Computes one row. */
    interface Body {
        long apply(Inputs in, int row);
    }

    private final Body body;
    private final long most;
    private final long least;

    LongFunction(SqlType type, Body body, VectorExpression... arguments) {
        super(type, arguments);
        this.body = body;
        this.most =
                switch (type.kind()) {
                    case BOOLEAN -> 1;
                    case SMALLINT -> Short.MAX_VALUE;
                    case INTEGER, DATE, INTERVAL_MONTH -> Integer.MAX_VALUE;
                    case DECIMAL -> Powers.ten(type.precision()) - 1;
                    default -> Long.MAX_VALUE;
                };
        this.least =
                switch (type.kind()) {
                    case BOOLEAN -> 0;
                    case DECIMAL -> -most;
                    default -> -most - 1;
                };
    }

    @Override
    void run(Vector target, long[] valid, int[] rows, int count) {
        for (int i = 0; i < count; i++) {
            int p = rows == null ? i : rows[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            long value = body.apply(inputs, p);
            if (inputs.takeNull()) {
                target.setNull(p);
                continue;
            }
            if (value < least || value > most) {
                throw Overflow.of(type());
            }
            store(target, p, value);
        }
    }

    private static void store(Vector target, int position, long value) {
        switch (target) {
            case LongVector v -> v.values()[position] = value;
            case IntVector v -> v.values()[position] = (int) value;
            default -> ((BooleanVector) target).values()[position] = (byte) value;
        }
    }
}
