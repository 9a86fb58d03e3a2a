package io.colonnade.engine.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BlockedBloom} with 512-bit registers: the word numbers of a batch first, then words by
 * gather and their bits, sixteen values at a time. Stateless.
 */
final class WideBlockedBloom {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Integer> HALF_INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

    private WideBlockedBloom() {}

    static int select(long[] values, int n, long[] words, int shift, int[] out) {
        int whole = n & -16;
        for (int i = 0; i < whole; i += 8) {
            LongVector number = hash(values, i).lanewise(VectorOperators.LSHR, shift);
            ((IntVector) number.convertShape(VectorOperators.L2I, HALF_INTS, 0)).intoArray(out, i);
        }
        IntVector positions = IntVector.zero(INTS).addIndex(1);
        int k = 0;
        for (int i = 0; i < whole; i += 16) {
            // read before positions are stored, which never get ahead of i
            long low = present(values, words, out, i);
            long high = present(values, words, out, i + 8);
            VectorMask<Integer> passed = VectorMask.fromLong(INTS, low | high << 8);
            positions.compress(passed).intoArray(out, k);
            k += passed.trueCount();
            positions = positions.add(16);
        }
        for (int i = whole; i < n; i++) {
            long hash = BlockedBloom.hash(values[i]);
            long bits = BlockedBloom.bits(hash);
            out[k] = i;
            k += (words[(int) (hash >>> shift)] & bits) == bits ? 1 : 0;
        }
        return k;
    }

    private static LongVector hash(long[] values, int at) {
        LongVector mixed = LongVector.fromArray(LONGS, values, at).mul(BlockedBloom.FIRST_FACTOR);
        return mixed.lanewise(VectorOperators.XOR, mixed.lanewise(VectorOperators.LSHR, 32))
                .mul(BlockedBloom.SECOND_FACTOR);
    }

    /** A bit for each of eight values: whether its bits are set in its word. */
    private static long present(long[] values, long[] words, int[] numbers, int at) {
        LongVector hash = hash(values, at);
        LongVector one = LongVector.broadcast(LONGS, 1);
        LongVector bits =
                one.lanewise(VectorOperators.LSHL, hash.and(63))
                        .or(shifted(one, hash, 6))
                        .or(shifted(one, hash, 12))
                        .or(shifted(one, hash, 18));
        return LongVector.fromArray(LONGS, words, 0, numbers, at)
                .and(bits)
                .compare(VectorOperators.EQ, bits)
                .toLong();
    }

    private static LongVector shifted(LongVector one, LongVector hash, int by) {
        return one.lanewise(VectorOperators.LSHL, hash.lanewise(VectorOperators.LSHR, by).and(63));
    }
}
