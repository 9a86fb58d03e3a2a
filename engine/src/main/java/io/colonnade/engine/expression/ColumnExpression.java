package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** A column of the input. */
final class ColumnExpression extends VectorExpression {
    private final int index;

    ColumnExpression(int index, SqlType type) {
        super(type);
        this.index = index;
    }

    int index() {
        return index;
    }

    @Override
    FusedNode fused() {
        return switch (type().physical()) {
            case INT, LONG, INT128 -> new FusedNode.Column(index, type().physical());
            case BOOLEAN, DOUBLE, BYTES -> null;
        };
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        return input.column(index);
    }
}
