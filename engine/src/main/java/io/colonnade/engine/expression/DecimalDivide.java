package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/**
 * Quotient of decimals of any widths and scales, as INT128, rounded half away from zero to the
 * result's scale: a * 10^(scale - s1 + s2) / b.
 */
final class DecimalDivide extends VectorExpression {
    private final VectorExpression left;
    private final VectorExpression right;
    private final int shift;
    private final Int128Operand a = new Int128Operand();
    private final Int128Operand b = new Int128Operand();
    private final Int128Vector result = new Int128Vector(Batch.CAPACITY);

    DecimalDivide(VectorExpression left, VectorExpression right, SqlType type) {
        super(type);
        this.left = left;
        this.right = right;
        this.shift = type.scale() - left.type().scale() + right.type().scale();
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector x = left.evaluate(input, selection, count);
        Vector y = right.evaluate(input, selection, count);
        result.reset();
        if (count == 0) {
            return result;
        }
        if (x.isConstant() && y.isConstant()) {
            if (x.isNull(0) || y.isNull(0)) {
                result.setConstantNull();
                return result;
            }
            run(x, y, 1, null, 1);
            result.setConstant(true);
            return result;
        }
        Nulls.union(result, x, y, input.size());
        run(x, y, input.size(), selection, count);
        return result;
    }

    private void run(Vector x, Vector y, int size, int[] selection, int count) {
        a.open(x, size);
        b.open(y, size);
        long[] valid = Nulls.words(result);
        boolean shortShift = shift >= 0 && shift <= 18;
        long factor = shortShift ? Powers.ten(shift) : 0;
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            long divisor = b.low[p];
            boolean narrow =
                    shortShift
                            && Int128.isLong(a.high[p], a.low[p])
                            && Int128.isLong(b.high[p], divisor)
                            && divisor != Long.MIN_VALUE;
            if (narrow && divisor != 0) {
                divide(a.low[p], factor, divisor, p);
            } else {
                divideBig(p);
            }
        }
        Precision.check(result, type(), selection, count);
    }

    /** 64-bit operands: the dividend has at most 128 bits, and so has the quotient. */
    private void divide(long dividend, long factor, long divisor, int position) {
        long[] high = result.high();
        long[] low = result.low();
        low[position] = dividend * factor;
        high[position] = Math.multiplyHigh(dividend, factor);
        Int128.divideRounded(high, low, position, Math.abs(divisor));
        if (divisor < 0) {
            long l = low[position];
            low[position] = -l;
            high[position] = ~high[position] + (l == 0 ? 1 : 0);
        }
    }

    private void divideBig(int p) {
        BigInteger dividend = Int128.toBig(a.high[p], a.low[p]);
        BigInteger divisor = Int128.toBig(b.high[p], b.low[p]);
        if (divisor.signum() == 0) {
            throw Overflow.divisionByZero();
        }
        if (shift >= 0) {
            dividend = dividend.multiply(Powers.tenBig(shift));
        } else {
            divisor = divisor.multiply(Powers.tenBig(-shift));
        }
        Int128.store(
                Int128.divideRounded(dividend, divisor),
                type().precision(),
                type().scale(),
                result.high(),
                result.low(),
                p);
    }
}
