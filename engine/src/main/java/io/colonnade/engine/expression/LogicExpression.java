package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.Arrays;

/**
 * AND or OR as a value. A row whose outcome is decided (a FALSE of an AND, a TRUE of an OR) is not
 * shown to the operands that follow.
 */
final class LogicExpression extends VectorExpression {
    private final VectorExpression[] operands;
    private final byte decisive;
    private final int[] open = new int[Batch.CAPACITY];
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    LogicExpression(boolean and, VectorExpression... operands) {
        super(SqlType.BOOLEAN);
        this.operands = operands;
        this.decisive = (byte) (and ? 0 : 1);
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        result.reset();
        Arrays.fill(result.values(), 0, input.size(), (byte) (decisive ^ 1));
        int[] rows = selection;
        int n = count;
        for (VectorExpression operand : operands) {
            if (n == 0) {
                break;
            }
            BooleanVector v = (BooleanVector) operand.evaluate(input, rows, n);
            n = apply(v, rows, n);
            rows = open;
        }
        return result;
    }

    private int apply(BooleanVector operand, int[] rows, int n) {
        byte[] values = result.values();
        int k = 0;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if (operand.isNull(p)) {
                result.setNull(p);
                open[k++] = p;
            } else if (operand.value(p) == decisive) {
                values[p] = decisive;
                result.setValid(p);
            } else {
                open[k++] = p;
            }
        }
        return k;
    }
}
