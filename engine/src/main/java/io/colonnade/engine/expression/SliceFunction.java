package io.colonnade.engine.expression;

import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/** A row function whose result is a part of its first argument: points to it, copies nothing. */
final class SliceFunction extends RowFunction {
    /** Gives one row's slice of the first argument's bytes, see {@link #slice}. */
    interface Body {
        long apply(Inputs in, int row);
    }

    private final Body body;

    SliceFunction(SqlType type, Body body, VectorExpression... arguments) {
        super(type, arguments);
        this.body = body;
    }

    /** Start and length in one number. */
    static long slice(int start, int length) {
        return (long) start << 32 | length;
    }

    @Override
    void prepare(Vector target) {
        ((BytesVector) target).setHeap(inputs.heap(0));
    }

    @Override
    void run(Vector target, long[] valid, int[] rows, int count) {
        BytesVector vector = (BytesVector) target;
        int[] starts = vector.starts();
        int[] lengths = vector.lengths();
        for (int i = 0; i < count; i++) {
            int p = rows == null ? i : rows[i];
            if (!Nulls.isValid(valid, p)) {
                continue;
            }
            long slice = body.apply(inputs, p);
            if (inputs.takeNull()) {
                vector.setNull(p);
            } else {
                starts[p] = (int) (slice >> 32);
                lengths[p] = (int) slice;
            }
        }
    }
}
