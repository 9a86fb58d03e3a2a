package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** NOT as a value. */
final class NotExpression extends VectorExpression {
    private final VectorExpression operand;
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    NotExpression(VectorExpression operand) {
        super(SqlType.BOOLEAN);
        this.operand = operand;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        BooleanVector v = (BooleanVector) operand.evaluate(input, selection, count);
        result.reset();
        int n = v.isConstant() ? 1 : input.size();
        if (v.isConstant() && v.isNull(0)) {
            result.setConstantNull();
            return result;
        }
        result.copyNulls(v, n);
        not(v.values(), result.values(), n);
        result.setConstant(v.isConstant());
        return result;
    }

    private static void not(byte[] from, byte[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (byte) (from[i] ^ 1);
        }
    }
}
