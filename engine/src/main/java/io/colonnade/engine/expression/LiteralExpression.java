package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** A value known when the expression was compiled. */
final class LiteralExpression extends VectorExpression {
    private final Vector value;

    /** Takes over a constant vector. */
    LiteralExpression(SqlType type, Vector value) {
        super(type);
        this.value = value;
    }

    Vector value() {
        return value;
    }

    boolean isNull() {
        return value.isNull(0);
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        return value;
    }
}
