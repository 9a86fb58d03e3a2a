package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** The same values under a wider type of the same physical form. */
final class RetypedExpression extends VectorExpression {
    private final VectorExpression argument;

    RetypedExpression(VectorExpression argument, SqlType type) {
        super(type);
        this.argument = argument;
    }

    @Override
    FusedNode fused() {
        return argument.fused();
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        return argument.evaluate(input, selection, count);
    }
}
