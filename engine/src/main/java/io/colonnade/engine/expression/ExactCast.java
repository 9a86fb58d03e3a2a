package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.engine.kernel.Rescale;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Converts between exact numbers (integers and decimals of any width and scale), rounding half away
 * from zero. Also BOOLEAN to integer.
 */
final class ExactCast extends VectorExpression {
    private final VectorExpression argument;
    private final int shift;
    private final long most;
    private final long least;
    private final LongOperand operand = new LongOperand();
    private final Vector result;
    private long[] scratch;

    /** Of the current batch's results; see Vector.bound(). */
    private long bound;

    ExactCast(VectorExpression argument, SqlType type) {
        super(type);
        this.argument = argument;
        this.shift = type.scale() - argument.type().scale();
        this.most =
                switch (type.kind()) {
                    case SMALLINT -> Short.MAX_VALUE;
                    case INTEGER -> Integer.MAX_VALUE;
                    case DECIMAL ->
                            type.precision() <= 18
                                    ? Powers.ten(type.precision()) - 1
                                    : Long.MAX_VALUE;
                    default -> Long.MAX_VALUE;
                };
        this.least = type.kind() == TypeKind.DECIMAL && type.precision() <= 18 ? -most : -most - 1;
        this.result = Vector.create(type.physical(), Batch.CAPACITY);
    }

    @Override
    FusedNode fused() {
        FusedNode x = argument.fused();
        if (x == null || shift < 0 || shift > 18) {
            return null;
        }
        FusedNode factor = new FusedNode.Constant(Powers.ten(shift));
        return shift == 0 && most == Long.MAX_VALUE
                ? x
                : new FusedNode.Operation(FusedNode.Operator.MULTIPLY, x, factor, most);
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
        int[] rows = constant ? null : selection;
        int n = constant ? 1 : count;
        bound = bound(v);
        long[] longs = longs(v, size);
        if (longs == null) {
            fromInt128((Int128Vector) v, rows, n);
        } else if (result instanceof Int128Vector wide) {
            toInt128(longs, wide, size, rows, n);
        } else {
            narrow(longs, size, rows, n);
        }
        result.setConstant(constant);
        return result;
    }

    /** Of the results. */
    private long bound(Vector v) {
        long bound = Bounds.of(argument, v);
        return shift < 0 || shift > 18
                ? Vector.NO_BOUND
                : Magnitude.ofProduct(bound, Powers.ten(shift));
    }

    /** The argument's values, or null if they need 128 bits for all that is known. */
    private long[] longs(Vector v, int size) {
        if (v instanceof Int128Vector wide) {
            return wide.isNarrow() && !wide.isConstant() ? wide.low() : null;
        }
        return operand.open(v, size);
    }

    /** 64 bits to 64 bits. */
    private void narrow(long[] from, int size, int[] rows, int n) {
        if (result instanceof LongVector v && bound <= most && bound != Vector.NO_BOUND) {
            scaleUp(from, v.values(), size);
            v.setBound(bound);
            return;
        }
        long[] values = result instanceof LongVector v ? v.values() : from;
        if (shift != 0) {
            if (!(result instanceof LongVector)) {
                values = scratch();
            }
            rescale(from, values, size, rows, n);
        } else if (values != from) {
            System.arraycopy(from, 0, values, 0, size);
        }
        checkRange(values, rows, n);
        if (result instanceof IntVector v) {
            Conversions.toInt(values, v.values(), size);
        }
    }

    private long[] scratch() {
        if (scratch == null) {
            scratch = new long[Batch.CAPACITY + Vector.PADDING];
        }
        return scratch;
    }

    private void rescale(long[] from, long[] to, int size, int[] rows, int n) {
        if (shift < -18) {
            Arrays.fill(to, 0, size, 0L);
        } else if (shift < 0) {
            Rescale.down(from, to, size, Powers.ten(-shift));
        } else if (shift > 18 || Rescale.up(from, to, size, Powers.ten(shift)) != 0) {
            rescaleExactly(from, to, rows, n);
        }
    }

    private void rescaleExactly(long[] from, long[] to, int[] rows, int n) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if (Nulls.isValid(valid, p)) {
                BigInteger value = BigInteger.valueOf(from[p]).multiply(Powers.tenBig(shift));
                if (value.bitLength() > 63) {
                    throw Overflow.of(type());
                }
                to[p] = value.longValue();
            }
        }
    }

    private void checkRange(long[] values, int[] rows, int n) {
        if (most == Long.MAX_VALUE) {
            return;
        }
        long[] valid = Nulls.words(result);
        long bad = 0;
        for (int i = 0; i < n; i++) {
            long x = values[rows == null ? i : rows[i]];
            bad |= most - x | x - least;
        }
        if (bad >= 0) {
            return;
        }
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if ((values[p] > most || values[p] < least) && Nulls.isValid(valid, p)) {
                throw Overflow.of(type());
            }
        }
    }

    private void toInt128(long[] from, Int128Vector to, int size, int[] rows, int n) {
        if (bound != Vector.NO_BOUND) {
            scaleUp(from, to.low(), size);
            to.setNarrow(bound);
            return;
        }
        long[] high = to.high();
        long[] low = to.low();
        if (shift == 0) {
            System.arraycopy(from, 0, low, 0, size);
            Int128Arithmetic.widen(low, high, size);
        } else if (shift > 0 && shift <= 18) {
            long factor = Powers.ten(shift);
            for (int i = 0; i < n; i++) {
                int p = rows == null ? i : rows[i];
                low[p] = from[p] * factor;
                high[p] = Math.multiplyHigh(from[p], factor);
            }
        } else {
            long[] valid = Nulls.words(result);
            for (int i = 0; i < n; i++) {
                int p = rows == null ? i : rows[i];
                if (Nulls.isValid(valid, p)) {
                    storeWide(BigInteger.valueOf(from[p]), to, p);
                }
            }
        }
        Precision.check(to, type(), rows, n);
    }

    /** For results known to fit. */
    private void scaleUp(long[] from, long[] to, int size) {
        if (shift == 0) {
            System.arraycopy(from, 0, to, 0, size);
            return;
        }
        long factor = Powers.ten(shift);
        for (int i = 0; i < size; i++) {
            to[i] = from[i] * factor;
        }
    }

    private void storeWide(BigInteger value, Int128Vector to, int position) {
        BigInteger scaled = scaled(value);
        Int128.store(scaled, type().precision(), type().scale(), to.high(), to.low(), position);
    }

    private BigInteger scaled(BigInteger value) {
        return shift >= 0
                ? value.multiply(Powers.tenBig(shift))
                : Int128.divideRounded(value, Powers.tenBig(-shift));
    }

    private void fromInt128(Int128Vector from, int[] rows, int n) {
        long[] valid = Nulls.words(result);
        long[] high = from.high();
        long[] low = from.low();
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            if (result instanceof Int128Vector to) {
                if (shift == 0) {
                    to.high()[p] = high[p];
                    to.low()[p] = low[p];
                } else {
                    storeWide(Int128.toBig(high[p], low[p]), to, p);
                }
            } else {
                storeNarrow(toLong(high[p], low[p]), p);
            }
        }
        if (result instanceof Int128Vector to && shift == 0) {
            Precision.check(to, type(), rows, n);
        }
    }

    private long toLong(long high, long low) {
        if (Int128.isLong(high, low) && shift <= 0 && shift >= -18) {
            return shift == 0 ? low : Int128.divideRounded(low, Powers.ten(-shift));
        }
        BigInteger value = scaled(Int128.toBig(high, low));
        if (value.bitLength() > 63) {
            throw Overflow.of(type());
        }
        return value.longValue();
    }

    private void storeNarrow(long value, int position) {
        if (value > most || value < least) {
            throw Overflow.of(type());
        }
        if (result instanceof LongVector v) {
            v.values()[position] = value;
        } else {
            ((IntVector) result).values()[position] = (int) value;
        }
    }
}
