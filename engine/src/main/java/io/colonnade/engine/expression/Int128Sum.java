package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.Int128Array;
import io.colonnade.engine.kernel.LongAdd;
import io.colonnade.engine.kernel.LongKernel;
import io.colonnade.engine.kernel.LongSubtract;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/** Sum or difference of long decimals of equal scale. */
final class Int128Sum extends VectorExpression {
    private final boolean subtract;
    private final VectorExpression left;
    private final VectorExpression right;
    private final LongAdd adder = new LongAdd();
    private final LongSubtract subtracter = new LongSubtract();
    private final Int128Operand a = new Int128Operand();
    private final Int128Operand b = new Int128Operand();
    private final Int128Vector result = new Int128Vector(Batch.CAPACITY);
    private final Int128Array target = new Int128Array();

    Int128Sum(boolean subtract, VectorExpression left, VectorExpression right, SqlType type) {
        super(type);
        this.subtract = subtract;
        this.left = left;
        this.right = right;
        this.target.high = result.high();
        this.target.low = result.low();
    }

    @Override
    FusedNode fused() {
        FusedNode x = left.fused();
        FusedNode y = right.fused();
        FusedNode.Operator operator =
                subtract ? FusedNode.Operator.SUBTRACT : FusedNode.Operator.ADD;
        return x == null || y == null
                ? null
                : new FusedNode.Operation(operator, x, y, Long.MAX_VALUE);
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
        long bound = Magnitude.ofSum(Bounds.of(left, x), Bounds.of(right, y));
        if (bound != Vector.NO_BOUND && a.openNarrow(x, size) && b.openNarrow(y, size)) {
            LongKernel kernel = subtract ? subtracter : adder;
            Bounds.run(kernel, a.low, b.low, result.low(), size, selection, count);
            result.setNarrow(bound);
            return;
        }
        a.open(x, size);
        b.open(y, size);
        long bad = selection == null ? dense(count) : selected(selection, count);
        if (bad < 0) {
            repeat(selection, count);
        }
        Precision.check(result, type(), selection, count);
    }

    private long dense(int n) {
        return subtract
                ? Int128Arithmetic.subtract(a, b, target, n)
                : Int128Arithmetic.add(a, b, target, n);
    }

    private long selected(int[] rows, int n) {
        return subtract
                ? Int128Arithmetic.subtract(a, b, target, rows, n)
                : Int128Arithmetic.add(a, b, target, rows, n);
    }

    private void repeat(int[] selection, int count) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (Nulls.isValid(valid, p)) {
                BigInteger x = Int128.toBig(a.high[p], a.low[p]);
                BigInteger y = Int128.toBig(b.high[p], b.low[p]);
                BigInteger r = subtract ? x.subtract(y) : x.add(y);
                if (r.bitLength() > 127) {
                    throw Overflow.of(type());
                }
            }
        }
    }
}
