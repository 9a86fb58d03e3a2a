package io.colonnade.engine.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RangeSelection} with 512-bit registers: 16 positions at a time are compared, and those
 * that pass pushed together and stored behind the last that passed. Stateless.
 */
final class WideRangeSelection {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

    private WideRangeSelection() {}

    /**
     * As {@link RangeSelection#select}; shift and span as there. Stores nothing behind out[n - 1].
     */
    static int select(int[] values, int n, int shift, int span, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            VectorMask<Integer> passed =
                    IntVector.fromArray(INTS, values, i)
                            .add(shift)
                            .compare(VectorOperators.LE, span);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += values[i] + shift <= span ? 1 : 0;
        }
        return k;
    }

    static int select(long[] values, int n, long shift, long span, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            long low =
                    LongVector.fromArray(LONGS, values, i)
                            .add(shift)
                            .compare(VectorOperators.LE, span)
                            .toLong();
            long high =
                    LongVector.fromArray(LONGS, values, i + 8)
                            .add(shift)
                            .compare(VectorOperators.LE, span)
                            .toLong();
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, low | high << 8);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += values[i] + shift <= span ? 1 : 0;
        }
        return k;
    }
}
