package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.LongKernel;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/** What is known of the magnitude of an expression's values; see Vector.bound(). Stateless. */
final class Bounds {
    private static final long INT = 1L << 31;

    /** Selected rows above an eighth take longer one by one than all of them at once. */
    private static final int DENSE_SHARE = 8;

    private Bounds() {}

    /**
     * Runs a kernel whose results are known to fit, over more rows than count if that is faster.
     */
    static void run(
            LongKernel kernel,
            long[] a,
            long[] b,
            long[] result,
            int size,
            int[] selection,
            int count) {
        if (selection == null || count >= size / DENSE_SHARE) {
            kernel.unchecked(a, b, result, size);
        } else {
            kernel.selected(a, b, result, selection, count);
        }
    }

    /** From the vector if somebody told, else from the type. */
    static long of(VectorExpression expression, Vector vector) {
        return of(expression.type(), vector);
    }

    static long of(SqlType type, Vector vector) {
        if (vector.isConstant()) {
            return vector.isNull(0) ? 0 : ofConstant(vector);
        }
        return vector.bound() != Vector.NO_BOUND ? vector.bound() : of(type);
    }

    private static long ofConstant(Vector vector) {
        if (vector instanceof Int128Vector wide) {
            long low = wide.lowAt(0);
            return wide.highAt(0) == low >> 63 ? Vector.boundOf(low, low) : Vector.NO_BOUND;
        }
        long value = LongOperand.constant(vector);
        return Vector.boundOf(value, value);
    }

    private static long of(SqlType type) {
        return switch (type.physical()) {
            case BOOLEAN -> 1;
            case INT -> INT;
            case LONG ->
                    type.kind() == TypeKind.DECIMAL
                            ? Powers.ten(type.precision()) - 1
                            : Vector.NO_BOUND;
            case INT128, DOUBLE, BYTES -> Vector.NO_BOUND;
        };
    }
}
