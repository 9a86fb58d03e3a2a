package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Conversions;
import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * Reads a vector of integers of any width and form as a long per position. A constant is spread
 * over an array once and kept while it stays the same, so that loops need no constant variants.
 */
final class LongOperand {
    private long[] own;
    private boolean spread;
    private long spreadValue;

    long[] open(Vector vector, int size) {
        if (vector.isConstant()) {
            return vector.isNull(0) ? own() : spread(constant(vector));
        }
        return switch (vector) {
            case LongVector v -> v.values();
            case IntVector v -> {
                Conversions.toLong(v.values(), own(), size);
                spread = false;
                yield own;
            }
            case BooleanVector v -> {
                Conversions.toLong(v.values(), own(), size);
                spread = false;
                yield own;
            }
            default -> throw ColonnadeException.internal("no integer: " + vector.type());
        };
    }

    /** The value at every position. */
    long[] spread(long value) {
        if (!spread || spreadValue != value) {
            Arrays.fill(own(), value);
            spread = true;
            spreadValue = value;
        }
        return own;
    }

    private long[] own() {
        if (own == null) {
            own = new long[Batch.CAPACITY + Vector.PADDING];
        }
        return own;
    }

    static long constant(Vector vector) {
        return switch (vector) {
            case LongVector v -> v.values()[0];
            case IntVector v -> v.values()[0];
            case BooleanVector v -> v.values()[0];
            default -> throw ColonnadeException.internal("no integer: " + vector.type());
        };
    }
}
