package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.kernel.GroupedSums;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.Arrays;

/** SUM of INT or LONG values that must fit the result's INT or LONG. */
final class SumLongAccumulator extends Accumulator {
    private final SqlType type;
    private final boolean zeroIfEmpty;
    private final long[] batchSums = new long[GroupedSums.MAX_GROUPS];
    private long[] sums = new long[0];

    SumLongAccumulator(SqlType type, boolean zeroIfEmpty) {
        this.type = type;
        this.zeroIfEmpty = zeroIfEmpty;
    }

    @Override
    int groupBytes() {
        return 8;
    }

    @Override
    void grow(int groups) {
        sums = Arrays.copyOf(sums, groups);
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        long overflow =
                arguments[0] instanceof IntVector ints
                        ? add(sums, ints.values(), positions, groups, count)
                        : add(sums, ((LongVector) arguments[0]).values(), positions, groups, count);
        check(overflow);
    }

    @Override
    void update(Vector[] arguments, FewGroups few) {
        int groups = few.groupCount();
        if (arguments[0] instanceof IntVector ints) {
            Arrays.fill(batchSums, 0, groups, 0L);
            few.sum(ints.values(), batchSums);
        } else {
            long[] values = ((LongVector) arguments[0]).values();
            if (Magnitude.bits(values, few.positions(), few.count()) > FewGroups.MAX_BITS) {
                super.update(arguments, few);
                return;
            }
            Arrays.fill(batchSums, 0, groups, 0L);
            few.sum(values, batchSums);
        }
        long overflow = 0;
        for (int g = 0; g < groups; g++) {
            long old = sums[g];
            long sum = old + batchSums[g];
            overflow |= (old ^ sum) & (batchSums[g] ^ sum);
            sums[g] = sum;
        }
        check(overflow);
    }

    private void check(long overflow) {
        if (overflow < 0) {
            throw Overflow.of(type);
        }
    }

    /** Negative when some sum overflowed. */
    private static long add(long[] sums, int[] values, int[] positions, int[] groups, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            long value = values[positions == null ? i : positions[i]];
            int g = groups[i];
            long old = sums[g];
            long sum = old + value;
            overflow |= (old ^ sum) & (value ^ sum);
            sums[g] = sum;
        }
        return overflow;
    }

    private static long add(long[] sums, long[] values, int[] positions, int[] groups, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            long value = values[positions == null ? i : positions[i]];
            int g = groups[i];
            long old = sums[g];
            long sum = old + value;
            overflow |= (old ^ sum) & (value ^ sum);
            sums[g] = sum;
        }
        return overflow;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] others = ((SumLongAccumulator) other).sums;
        check(add(sums, others, from, to, count));
    }

    @Override
    void result(int first, int count, Vector target) {
        if (target instanceof IntVector ints) {
            for (int i = 0; i < count; i++) {
                long sum = sums[first + i];
                if (sum != (int) sum) {
                    throw Overflow.of(type);
                }
                ints.values()[i] = (int) sum;
            }
        } else {
            System.arraycopy(sums, first, ((LongVector) target).values(), 0, count);
        }
        if (!zeroIfEmpty) {
            setUnseenNull(first, count, target);
        }
    }
}
