package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.LongMultiply;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/**
 * Product of decimals of any widths and scales, as INT128. The product has scale s1 + s2 and is
 * rounded half away from zero when the result has less.
 *
 * <p>While both factors fit 64 bits (nearly always) the product fits 128 bits and one
 * multiplication pass does it; else every row is computed exactly.
 */
final class DecimalMultiply extends VectorExpression {
    private final VectorExpression left;
    private final VectorExpression right;
    private final int dropped;
    private final boolean bounded;
    private final LongMultiply multiplier = new LongMultiply();
    private final Int128Operand a = new Int128Operand();
    private final Int128Operand b = new Int128Operand();
    private final Int128Vector result = new Int128Vector(Batch.CAPACITY);

    DecimalMultiply(VectorExpression left, VectorExpression right, SqlType type) {
        super(type);
        this.left = left;
        this.right = right;
        this.dropped = left.type().scale() + right.type().scale() - type.scale();
        // 64-bit factors give less than 2^126 < 10^38
        this.bounded =
                type.precision() == SqlType.MAX_PRECISION && dropped >= 0
                        || digits(left.type()) + digits(right.type()) <= type.precision()
                                && dropped == 0;
    }

    @Override
    FusedNode fused() {
        FusedNode x = left.fused();
        FusedNode y = right.fused();
        return x == null || y == null || dropped != 0
                ? null
                : new FusedNode.Operation(FusedNode.Operator.MULTIPLY, x, y, Long.MAX_VALUE);
    }

    private static int digits(SqlType type) {
        return switch (type.kind()) {
            case DECIMAL -> type.precision();
            case BIGINT -> 19;
            default -> 10;
        };
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
        boolean narrow = a.openNarrow(x, size) || isNarrow(a, selection, count);
        narrow &= b.openNarrow(y, size) || isNarrow(b, selection, count);
        if (narrow && dropped == 0 && multiplyLow(x, y, size, selection, count)) {
            return;
        }
        if (!narrow) {
            a.open(x, size);
            b.open(y, size);
            exact(selection, count);
            return;
        }
        if (selection == null) {
            Int128Arithmetic.multiply(a.low, b.low, result.high(), result.low(), count);
        } else {
            Int128Arithmetic.multiply(a.low, b.low, result.high(), result.low(), selection, count);
        }
        if (dropped != 0) {
            rescale(selection, count);
        }
        if (!bounded) {
            Precision.check(result, type(), selection, count);
        }
    }

    /** When the factors are so small that no product leaves 64 bits, nor the result's type. */
    private boolean multiplyLow(Vector x, Vector y, int size, int[] selection, int count) {
        long boundX = Bounds.of(left, x);
        long boundY = Bounds.of(right, y);
        long bound = Magnitude.ofProduct(boundX, boundY);
        if (bound == Vector.NO_BOUND) {
            boundX = Math.min(boundX, Magnitude.bound(a.low, selection, count));
            boundY = Math.min(boundY, Magnitude.bound(b.low, selection, count));
            bound = Magnitude.ofProduct(boundX, boundY);
        }
        if (bound == Vector.NO_BOUND) {
            return false;
        }
        Bounds.run(multiplier, a.low, b.low, result.low(), size, selection, count);
        result.setNarrow(bound);
        return true;
    }

    private static boolean isNarrow(Int128Operand operand, int[] selection, int count) {
        return 0
                == (selection == null
                        ? Int128Arithmetic.wide(operand.high, operand.low, count)
                        : Int128Arithmetic.wide(operand.high, operand.low, selection, count));
    }

    private void rescale(int[] selection, int count) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (Nulls.isValid(valid, p)) {
                if (dropped > 0 && dropped <= 18) {
                    Int128.divideRounded(result.high(), result.low(), p, Powers.ten(dropped));
                } else {
                    store(Int128.toBig(result.high()[p], result.low()[p]), p);
                }
            }
        }
    }

    private void exact(int[] selection, int count) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (Nulls.isValid(valid, p)) {
                BigInteger x = Int128.toBig(a.high[p], a.low[p]);
                store(x.multiply(Int128.toBig(b.high[p], b.low[p])), p);
            }
        }
    }

    private void store(BigInteger product, int position) {
        BigInteger scaled =
                dropped >= 0
                        ? Int128.divideRounded(product, Powers.tenBig(dropped))
                        : product.multiply(Powers.tenBig(-dropped));
        if (scaled.bitLength() > 127) {
            throw Overflow.of(type());
        }
        Int128.store(
                scaled, type().precision(), type().scale(), result.high(), result.low(), position);
    }
}
