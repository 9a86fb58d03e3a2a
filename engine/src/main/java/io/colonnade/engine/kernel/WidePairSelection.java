package io.colonnade.engine.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link PairSelection} with 512-bit registers, as {@link WideRangeSelection}. Stateless. */
final class WidePairSelection {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

    private WidePairSelection() {}

    static int selectEqual(int[] a, int[] b, int n, int flip, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        long invert = -flip;
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            long equal =
                    IntVector.fromArray(INTS, a, i)
                            .compare(VectorOperators.EQ, IntVector.fromArray(INTS, b, i))
                            .toLong();
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, equal ^ invert);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += (a[i] == b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    static int selectLess(int[] a, int[] b, int n, int flip, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        long invert = -flip;
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            long less =
                    IntVector.fromArray(INTS, a, i)
                            .compare(VectorOperators.LT, IntVector.fromArray(INTS, b, i))
                            .toLong();
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, less ^ invert);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += (a[i] < b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    static int selectEqual(long[] a, long[] b, int n, int flip, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        long invert = -flip;
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            long low =
                    LongVector.fromArray(LONGS, a, i)
                            .compare(VectorOperators.EQ, LongVector.fromArray(LONGS, b, i))
                            .toLong();
            long high =
                    LongVector.fromArray(LONGS, a, i + 8)
                            .compare(VectorOperators.EQ, LongVector.fromArray(LONGS, b, i + 8))
                            .toLong();
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, (low | high << 8) ^ invert);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += (a[i] == b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }

    static int selectLess(long[] a, long[] b, int n, int flip, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        long invert = -flip;
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            long low =
                    LongVector.fromArray(LONGS, a, i)
                            .compare(VectorOperators.LT, LongVector.fromArray(LONGS, b, i))
                            .toLong();
            long high =
                    LongVector.fromArray(LONGS, a, i + 8)
                            .compare(VectorOperators.LT, LongVector.fromArray(LONGS, b, i + 8))
                            .toLong();
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, (low | high << 8) ^ invert);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += (a[i] < b[i] ? 1 : 0) ^ flip;
        }
        return k;
    }
}
