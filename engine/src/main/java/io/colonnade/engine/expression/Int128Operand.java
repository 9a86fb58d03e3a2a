package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.Int128Array;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * Reads a vector of integers of any width and form as 128-bit values per position; see {@link
 * LongOperand}.
 */
final class Int128Operand extends Int128Array {
    private final LongOperand narrow = new LongOperand();
    private long[] ownHigh;
    private long[] ownLow;

    /** Opens only the low half when the input is known to need no more. */
    boolean openNarrow(Vector vector, int size) {
        if (vector instanceof Int128Vector wide) {
            if (!openLow(wide)) {
                open(vector, size);
                return false;
            }
            return true;
        }
        low = narrow.open(vector, size);
        return true;
    }

    private boolean openLow(Int128Vector wide) {
        if (!wide.isConstant()) {
            low = wide.low();
            return wide.isNarrow();
        }
        boolean isLong = wide.isNull(0) || Int128.isLong(wide.highAt(0), wide.lowAt(0));
        if (isLong) {
            low = narrow.spread(wide.isNull(0) ? 0 : wide.lowAt(0));
        }
        return isLong;
    }

    void open(Vector vector, int size) {
        if (!(vector instanceof Int128Vector v)) {
            low = narrow.open(vector, size);
            own();
            high = ownHigh;
            Int128Arithmetic.widen(low, high, size);
        } else if (!v.isConstant()) {
            high = v.high();
            low = v.low();
        } else {
            own();
            high = ownHigh;
            low = ownLow;
            if (!v.isNull(0) && (high[0] != v.high()[0] || low[0] != v.low()[0])) {
                Arrays.fill(high, v.high()[0]);
                Arrays.fill(low, v.low()[0]);
            }
        }
    }

    private void own() {
        if (ownHigh == null) {
            ownHigh = new long[Batch.CAPACITY + Vector.PADDING];
            ownLow = new long[Batch.CAPACITY + Vector.PADDING];
        }
    }
}
