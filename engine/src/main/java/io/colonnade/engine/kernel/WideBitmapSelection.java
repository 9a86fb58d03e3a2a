package io.colonnade.engine.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BitmapSelection} in three loops over a batch that stays in the first cache: bit numbers
 * (SIMD), the words they lie in (scalar: a gather is no faster), positions whose bit is set (SIMD).
 * The loads of the second loop do not wait for what was selected, so they overlap. Stateless.
 */
final class WideBitmapSelection {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Integer> HALF_INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

    private WideBitmapSelection() {}

    static int select(int[] values, int n, int min, long[] bits, int[] out) {
        int end = bits.length - 1 << 6;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            IntVector.fromArray(INTS, values, i)
                    .sub(min)
                    .lanewise(VectorOperators.UMIN, end)
                    .intoArray(out, i);
        }
        for (; i < n; i++) {
            int d = values[i] - min;
            out[i] = Integer.compareUnsigned(d, end) < 0 ? d : end;
        }
        look(bits, n, out);
        return compress(n, out);
    }

    static int select(long[] values, int n, long min, long[] bits, int[] out) {
        long end = bits.length - 1L << 6;
        int i = 0;
        for (; i <= n - 8; i += 8) {
            ((IntVector)
                            LongVector.fromArray(LONGS, values, i)
                                    .sub(min)
                                    .lanewise(VectorOperators.UMIN, end)
                                    .convertShape(VectorOperators.L2I, HALF_INTS, 0))
                    .intoArray(out, i);
        }
        for (; i < n; i++) {
            long d = values[i] - min;
            out[i] = (int) (Long.compareUnsigned(d, end) < 0 ? d : end);
        }
        look(bits, n, out);
        return compress(n, out);
    }

    /** Replaces numbers of bits by words of which the lowest bit is that bit. */
    private static void look(long[] bits, int n, int[] out) {
        for (int i = 0; i < n; i++) {
            int d = out[i];
            out[i] = (int) (bits[d >>> 6] >>> d);
        }
    }

    /** Replaces words by the positions of those whose lowest bit is set. */
    static int compress(int n, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            // read before positions are stored, which never get ahead of i
            VectorMask<Integer> passed =
                    IntVector.fromArray(INTS, out, i).and(1).compare(VectorOperators.NE, 0);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            int word = out[i];
            out[k] = i;
            k += word & 1;
        }
        return k;
    }
}
