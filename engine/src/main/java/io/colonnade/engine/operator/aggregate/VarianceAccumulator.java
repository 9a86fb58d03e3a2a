package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** STDDEV and VAR, of samples and populations: Welford's update, Chan's merge. */
final class VarianceAccumulator extends Accumulator {
    private final AggregateFunction function;
    private final double unit;
    private long[] counts = new long[0];
    private double[] means = new double[0];

    /** Sums of squared differences from the mean. */
    private double[] squares = new double[0];

    /** `scale`: of DECIMAL arguments. */
    VarianceAccumulator(AggregateFunction function, int scale) {
        this.function = function;
        unit = Math.pow(10, scale);
    }

    @Override
    int groupBytes() {
        return 24;
    }

    @Override
    void grow(int groups) {
        counts = Arrays.copyOf(counts, groups);
        means = Arrays.copyOf(means, groups);
        squares = Arrays.copyOf(squares, groups);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            double value = value(arguments[0], positions == null ? i : positions[i]);
            int g = groups[i];
            double difference = value - means[g];
            means[g] += difference / ++counts[g];
            squares[g] += difference * (value - means[g]);
        }
    }

    private double value(Vector vector, int p) {
        return switch (vector) {
            case IntVector v -> v.values()[p] / unit;
            case LongVector v -> v.values()[p] / unit;
            case Int128Vector v -> Int128.toDouble(v.high()[p], v.low()[p]) / unit;
            case DoubleVector v -> v.values()[p];
            default -> throw new IllegalStateException("variance of " + vector.type());
        };
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        VarianceAccumulator others = (VarianceAccumulator) other;
        for (int i = 0; i < count; i++) {
            int f = from[i];
            int t = to[i];
            if (others.counts[f] == 0) {
                continue;
            }
            long total = counts[t] + others.counts[f];
            double difference = others.means[f] - means[t];
            squares[t] +=
                    others.squares[f]
                            + difference * difference * counts[t] * others.counts[f] / total;
            means[t] += difference * others.counts[f] / total;
            counts[t] = total;
        }
    }

    @Override
    void result(int first, int count, Vector target) {
        boolean sample =
                function == AggregateFunction.STDDEV_SAMP || function == AggregateFunction.VAR_SAMP;
        boolean root =
                function == AggregateFunction.STDDEV_SAMP
                        || function == AggregateFunction.STDDEV_POP;
        for (int i = 0; i < count; i++) {
            long divisor = counts[first + i] - (sample ? 1 : 0);
            if (divisor <= 0) {
                target.setNull(i);
                continue;
            }
            double variance = squares[first + i] / divisor;
            ((DoubleVector) target).values()[i] = root ? Math.sqrt(variance) : variance;
        }
    }
}
