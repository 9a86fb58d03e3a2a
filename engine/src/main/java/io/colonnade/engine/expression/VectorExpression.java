package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/**
 * A compiled expression. It owns its result vector and its scratch arrays, so each worker compiles
 * its own; one thread at a time. Errors are raised for selected rows only.
 */
public abstract class VectorExpression {
    private final SqlType type;

    VectorExpression(SqlType type) {
        this.type = type;
    }

    public final SqlType type() {
        return type;
    }

    /**
     * The value for every selected row, at the row's position; other positions hold garbage. May be
     * a column of the input itself. Valid until the next call.
     */
    public final Vector evaluate(Batch input) {
        return evaluate(input, input.selection(), input.rowCount());
    }

    /** This as a tree that a fused kernel can compute, or null. */
    FusedNode fused() {
        return null;
    }

    /**
     * As above for `count` positions of another selection (null = all of the input's positions).
     */
    abstract Vector evaluate(Batch input, int[] selection, int count);
}
