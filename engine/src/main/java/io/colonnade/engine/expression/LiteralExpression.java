package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
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
    FusedNode fused() {
        if (isNull()) {
            return null;
        }
        return switch (value) {
            case IntVector v -> new FusedNode.Constant(v.values()[0]);
            case LongVector v -> new FusedNode.Constant(v.values()[0]);
            case Int128Vector v ->
                    Int128.isLong(v.highAt(0), v.lowAt(0))
                            ? new FusedNode.Constant(v.lowAt(0))
                            : null;
            default -> null;
        };
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        return value;
    }
}
