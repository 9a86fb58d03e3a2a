package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;

/**
 * Converts exact numbers to DOUBLE or REAL, correctly rounded: below 2^53 both the unscaled value
 * and the power of ten are exact doubles, so one division rounds once; above, BigDecimal does it.
 */
final class ToDoubleCast extends VectorExpression {
    private static final long EXACT = 1L << 53;

    private final VectorExpression argument;
    private final int scale;
    private final Int128Operand operand = new Int128Operand();
    private final DoubleVector result = new DoubleVector(Batch.CAPACITY);

    ToDoubleCast(VectorExpression argument, SqlType type) {
        super(type);
        this.argument = argument;
        this.scale = argument.type().scale();
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector v = argument.evaluate(input, selection, count);
        result.reset();
        if (count == 0) {
            return result;
        }
        boolean constant = v.isConstant();
        if (constant && v.isNull(0)) {
            result.setConstantNull();
            return result;
        }
        int size = constant ? 1 : input.size();
        if (!constant) {
            result.copyNulls(v, size);
        }
        double[] values = result.values();
        if (v instanceof DoubleVector from) {
            System.arraycopy(from.values(), 0, values, 0, size);
        } else if (v instanceof Int128Vector) {
            operand.open(v, size);
            fromInt128(values, size);
        } else {
            operand.openNarrow(v, size);
            fromLong(values, size);
        }
        if (type().kind() == TypeKind.REAL && Conversions.roundToFloat(values, size)) {
            Precision.checkFloats(result, constant ? null : selection, constant ? 1 : count);
        }
        result.setConstant(constant);
        return result;
    }

    private void fromLong(double[] values, int size) {
        Conversions.toDouble(operand.low, values, size);
        if (scale == 0) {
            return;
        }
        Conversions.divide(values, Powers.tenDouble(scale), size);
        if (Conversions.outside(operand.low, EXACT, size) < 0) {
            for (int i = 0; i < size; i++) {
                if (operand.low[i] > EXACT || operand.low[i] < -EXACT) {
                    values[i] = BigDecimal.valueOf(operand.low[i], scale).doubleValue();
                }
            }
        }
    }

    private void fromInt128(double[] values, int size) {
        for (int i = 0; i < size; i++) {
            long low = operand.low[i];
            long high = operand.high[i];
            if (Int128.isLong(high, low) && low <= EXACT && low >= -EXACT && scale <= 22) {
                values[i] = low / Powers.tenDouble(scale);
            } else {
                values[i] = new BigDecimal(Int128.toBig(high, low), scale).doubleValue();
            }
        }
    }
}
