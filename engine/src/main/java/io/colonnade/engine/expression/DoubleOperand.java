package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** Reads a vector of doubles of any form as a double per position; see {@link LongOperand}. */
final class DoubleOperand {
    private double[] own;
    private boolean spread;
    private double spreadValue;

    double[] open(Vector vector) {
        DoubleVector v = (DoubleVector) vector;
        if (!v.isConstant()) {
            return v.values();
        }
        if (own == null) {
            own = new double[Batch.CAPACITY + Vector.PADDING];
        }
        double value = v.values()[0];
        if (!v.isNull(0) && !(spread && Double.compare(spreadValue, value) == 0)) {
            Arrays.fill(own, value);
            spread = true;
            spreadValue = value;
        }
        return own;
    }
}
