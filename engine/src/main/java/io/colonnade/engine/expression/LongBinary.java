package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.LongAdd;
import io.colonnade.engine.kernel.LongKernel;
import io.colonnade.engine.kernel.LongMultiply;
import io.colonnade.engine.kernel.LongSubtract;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/**
 * An operation on two integers of up to 64 bits (also short decimals of equal scale, days, months,
 * microseconds). INT results are computed as longs and narrowed.
 */
final class LongBinary extends VectorExpression {
    private static final int[] FIRST = {0};

    private final LongKernel kernel;
    private final VectorExpression left;
    private final VectorExpression right;
    private final boolean cheap;
    // results outside [least, most] are errors
    private final long least;
    private final long most;
    private final LongOperand leftOperand = new LongOperand();
    private final LongOperand rightOperand = new LongOperand();
    private final LongVector result = new LongVector(Batch.CAPACITY);
    private final IntVector narrow;

    /**
     * @param cheap whether the loop costs so little that unselected rows are no matter
     */
    LongBinary(
            LongKernel kernel,
            VectorExpression left,
            VectorExpression right,
            SqlType type,
            boolean cheap) {
        super(type);
        this.kernel = kernel;
        this.left = left;
        this.right = right;
        this.cheap = cheap;
        this.most = most(type);
        this.least = type.kind() == TypeKind.DECIMAL ? -most : -most - 1;
        this.narrow = type.physical() == PhysicalType.INT ? new IntVector(Batch.CAPACITY) : null;
    }

    @Override
    FusedNode fused() {
        FusedNode x = left.fused();
        FusedNode y = right.fused();
        FusedNode.Operator operator =
                switch (kernel) {
                    case LongAdd k -> FusedNode.Operator.ADD;
                    case LongSubtract k -> FusedNode.Operator.SUBTRACT;
                    case LongMultiply k -> FusedNode.Operator.MULTIPLY;
                    default -> null;
                };
        return x == null || y == null || operator == null
                ? null
                : new FusedNode.Operation(operator, x, y, most);
    }

    private static long most(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER, DATE, INTERVAL_MONTH -> Integer.MAX_VALUE;
            case DECIMAL -> Powers.ten(type.precision()) - 1;
            default -> Long.MAX_VALUE;
        };
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector a = left.evaluate(input, selection, count);
        Vector b = right.evaluate(input, selection, count);
        int size = input.size();
        boolean constant = a.isConstant() && b.isConstant();
        result.reset();
        if (count == 0) {
            return out();
        }
        if (constant) {
            if (a.isNull(0) || b.isNull(0)) {
                Vector none = out();
                none.setConstantNull();
                return none;
            }
            run(a, b, 1, FIRST, 1);
        } else {
            Nulls.union(result, a, b, size);
            boolean dense = selection == null || cheap && count >= size >> 1;
            if (!dense || !runUnchecked(a, b, size)) {
                run(a, b, size, selection, count);
            }
        }
        result.setConstant(constant);
        return narrow == null ? result : narrow(constant ? 1 : size);
    }

    private Vector out() {
        Vector out = narrow == null ? result : narrow;
        out.reset();
        return out;
    }

    /** When the operands are known to be so small that no result can be an error. */
    private boolean runUnchecked(Vector a, Vector b, int size) {
        long bound = kernel.bound(Bounds.of(left, a), Bounds.of(right, b));
        if (bound == Vector.NO_BOUND || bound > most) {
            return false;
        }
        long[] r = result.values();
        kernel.unchecked(leftOperand.open(a, size), rightOperand.open(b, size), r, size);
        result.setBound(bound);
        return true;
    }

    private void run(Vector a, Vector b, int size, int[] selection, int count) {
        long[] x = leftOperand.open(a, size);
        long[] y = rightOperand.open(b, size);
        long[] r = result.values();
        boolean dense = selection == null || cheap && count >= size >> 1;
        long bad = dense ? kernel.dense(x, y, r, size) : kernel.selected(x, y, r, selection, count);
        if (bad != 0) {
            repeat(x, y, r, selection, count);
        }
        if (most != Long.MAX_VALUE && Conversions.outside(r, most + 1, size) < 0) {
            checkRange(r, selection, count);
        }
    }

    private void repeat(long[] x, long[] y, long[] r, int[] selection, int count) {
        long[] valid = Nulls.words(result);
        try {
            for (int i = 0; i < count; i++) {
                int p = selection == null ? i : selection[i];
                if (Nulls.isValid(valid, p)) {
                    r[p] = kernel.exact(x[p], y[p]);
                }
            }
        } catch (ColonnadeException e) {
            throw e.code() == ErrorCode.NUMERIC_OUT_OF_RANGE ? Overflow.of(type()) : e;
        }
    }

    private void checkRange(long[] r, int[] selection, int count) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (Nulls.isValid(valid, p) && (r[p] > most || r[p] < least)) {
                throw Overflow.of(type());
            }
        }
    }

    private Vector narrow(int size) {
        narrow.reset();
        narrow.copyNulls(result, size);
        narrow.setConstant(result.isConstant());
        narrow.setBound(result.bound());
        Conversions.toInt(result.values(), narrow.values(), size);
        return narrow;
    }
}
