package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

/**
 * Compares two vectors of one physical type, by position. Knows nothing of NULLs: the caller drops
 * them, before the call if {@link #needsValid}. At most one of the vectors is a constant, the
 * second.
 */
abstract sealed class Comparer permits IntComparer, LongComparer, OrderComparer {
    static Comparer create(PhysicalType type) {
        return switch (type) {
            case INT, BOOLEAN -> new IntComparer();
            case LONG, DOUBLE -> new LongComparer();
            case INT128, BYTES -> new OrderComparer();
        };
    }

    /** Whether values at NULL positions must not be touched. */
    abstract boolean needsValid();

    /** Positions where a op b holds, out of `count` of the selection (null = the first ones). */
    abstract int select(CompareOp op, Vector a, Vector b, int[] selection, int count, int[] target);

    /** Writes 1 or 0 at each of these positions. */
    abstract void test(CompareOp op, Vector a, Vector b, int[] selection, int count, byte[] target);
}
