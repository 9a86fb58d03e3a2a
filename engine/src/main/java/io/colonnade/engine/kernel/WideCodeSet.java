package io.colonnade.engine.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link CodeSet} with 512-bit registers. Stateless. */
final class WideCodeSet {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

    private WideCodeSet() {}

    /** The set as 16 words in a register: each lane picks the word of its code, then its bit. */
    static int select(int[] codes, int n, int[] window, int[] out) {
        IntVector words = IntVector.fromArray(INTS, window, 0);
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        int k = 0;
        int i = 0;
        for (; i <= n - 16; i += 16) {
            IntVector code = IntVector.fromArray(INTS, codes, i);
            VectorMask<Integer> passed =
                    code.lanewise(VectorOperators.LSHR, 5)
                            .and(15)
                            .selectFrom(words)
                            .lanewise(VectorOperators.LSHR, code.and(31))
                            .and(1)
                            .compare(VectorOperators.NE, 0);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (; i < n; i++) {
            int code = codes[i];
            out[k] = i;
            k += window[code >>> 5] >>> code & 1;
        }
        return k;
    }

    /** The set in memory: looked up by scalar loads, as in {@link WideBitmapSelection}. */
    static int select(int[] codes, int n, byte[] accepted, int[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = accepted[codes[i]];
        }
        return WideBitmapSelection.compress(n, out);
    }
}
