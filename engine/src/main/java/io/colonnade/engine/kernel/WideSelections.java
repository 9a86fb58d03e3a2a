package io.colonnade.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Selections} with 512-bit registers. Stateless. */
final class WideSelections {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

    private WideSelections() {}

    static int byValue(int n, byte[] values, int wanted, int[] out) {
        int k = 0;
        int i = 0;
        for (; i <= n - 64; i += 64) {
            long bits =
                    ByteVector.fromArray(BYTES, values, i)
                            .compare(VectorOperators.EQ, (byte) wanted)
                            .toLong();
            k = append(bits, i, k, out);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += values[i] == wanted ? 1 : 0;
        }
        return k;
    }

    static int byValidity(int n, long[] validity, int wanted, int[] out) {
        long invert = wanted == 1 ? 0 : -1;
        int k = 0;
        int i = 0;
        for (; i <= n - 64; i += 64) {
            k = append(validity[i >>> 6] ^ invert, i, k, out);
        }
        for (; i < n; i++) {
            out[k] = i;
            k += (int) (validity[i >>> 6] >>> i & 1) ^ wanted ^ 1;
        }
        return k;
    }

    /** Appends the positions from `first` on whose bits are set; returns the new count. */
    private static int append(long bits, int first, int count, int[] out) {
        IntVector positions = IntVector.zero(INTS).addIndex(1).add(first);
        int k = count;
        for (int shift = 0; shift < 64; shift += 16) {
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, bits >>> shift & 0xFFFF);
            positions.add(shift).compress(passed).intoArray(out, k);
            k += passed.trueCount();
        }
        return k;
    }
}
