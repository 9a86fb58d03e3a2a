package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.Arrays;

/**
 * SUM into 128 bits. While the values taken are known to be too few and too small to overflow a
 * long, sums are kept in one; then they are carried over into 128 bits.
 */
final class SumWideAccumulator extends Accumulator {
    private final SqlType type;
    private final boolean zeroIfEmpty;
    private final MemoryReservation memory;

    /** What was added since the last carry; its magnitude is at most pendingBound. */
    private long[] pending = new long[0];

    private long pendingBound;

    /** What was carried; null while nothing was. */
    private long[] high;

    private long[] low;

    /** Whose pending sums the bound includes already. */
    private Accumulator merging;

    SumWideAccumulator(SqlType type, boolean zeroIfEmpty, MemoryReservation memory) {
        this.type = type;
        this.zeroIfEmpty = zeroIfEmpty;
        this.memory = memory.part();
    }

    @Override
    int groupBytes() {
        return 8;
    }

    @Override
    void grow(int groups) {
        pending = Arrays.copyOf(pending, groups);
        if (high != null) {
            memory.resize(16L * groups);
            high = Arrays.copyOf(high, groups);
            low = Arrays.copyOf(low, groups);
        }
    }

    @Override
    void update(Vector[] arguments, int[] positions, int[] groups, int count) {
        update(arguments[0], positions, groups, count, null);
    }

    @Override
    void update(Vector[] arguments, FewGroups few) {
        update(arguments[0], few.positions(), few.groups(), few.count(), few);
    }

    private void update(Vector argument, int[] positions, int[] groups, int count, FewGroups few) {
        switch (argument) {
            case IntVector v -> {
                raiseBound((long) count << 31);
                if (few != null) {
                    few.sum(v.values(), pending);
                } else {
                    add(pending, v.values(), positions, groups, count);
                }
            }
            case LongVector v -> {
                if (!addSmall(v.bound(), v.values(), positions, groups, count, few)) {
                    addLarge(v.values(), positions, groups, count);
                }
            }
            case Int128Vector v -> {
                boolean isLong = v.isNarrow() || !isWide(v, positions, count);
                if (!isLong || !addSmall(v.bound(), v.low(), positions, groups, count, few)) {
                    addLarge(v.high(), v.low(), positions, groups, count);
                }
            }
            default -> throw new IllegalStateException("sum of " + argument.type());
        }
    }

    private static boolean isWide(Int128Vector vector, int[] positions, int count) {
        return 0
                != (positions == null
                        ? Int128Arithmetic.wide(vector.high(), vector.low(), count)
                        : Int128Arithmetic.wide(vector.high(), vector.low(), positions, count));
    }

    /** Adds without carry if the values are known to be, or are, small enough. */
    private boolean addSmall(
            long bound, long[] values, int[] positions, int[] groups, int count, FewGroups few) {
        int bits =
                bound == Vector.NO_BOUND
                        ? Magnitude.bits(values, positions, count)
                        : Magnitude.bits(bound);
        if (bits > FewGroups.MAX_BITS) {
            return false;
        }
        raiseBound((1L << bits) * count);
        if (few != null) {
            few.sum(values, pending);
        } else {
            add(pending, values, positions, groups, count);
        }
        return true;
    }

    private void addLarge(long[] values, int[] positions, int[] groups, int count) {
        carry();
        for (int i = 0; i < count; i++) {
            long value = values[positions == null ? i : positions[i]];
            addTo(groups[i], value >> 63, value);
        }
    }

    private void addLarge(long[] highs, long[] lows, int[] positions, int[] groups, int count) {
        carry();
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            addTo(groups[i], highs[p], lows[p]);
        }
    }

    private void raiseBound(long more) {
        pendingBound += more;
        if (pendingBound < 0) {
            pendingBound -= more;
            carry();
            pendingBound = more;
        }
    }

    /** Moves what is pending into the 128-bit sums. */
    private void carry() {
        if (high == null) {
            memory.grow(16L * pending.length);
            high = new long[pending.length];
            low = new long[pending.length];
        }
        if (pendingBound == 0) {
            return;
        }
        for (int g = 0; g < pending.length; g++) {
            if (pending[g] != 0) {
                addTo(g, pending[g] >> 63, pending[g]);
            }
        }
        Arrays.fill(pending, 0L);
        pendingBound = 0;
        merging = null;
    }

    private static void add(long[] sums, int[] values, int[] positions, int[] groups, int count) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                sums[groups[i]] += values[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            sums[groups[i]] += values[positions[i]];
        }
    }

    private static void add(long[] sums, long[] values, int[] positions, int[] groups, int count) {
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                sums[groups[i]] += values[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            sums[groups[i]] += values[positions[i]];
        }
    }

    private void addTo(int group, long addHigh, long addLow) {
        long oldLow = low[group];
        long oldHigh = high[group];
        long newLow = oldLow + addLow;
        long carry = Long.compareUnsigned(newLow, oldLow) < 0 ? 1 : 0;
        long newHigh = oldHigh + addHigh + carry;
        if (((oldHigh ^ newHigh) & (addHigh ^ newHigh)) < 0) {
            throw Overflow.of(type);
        }
        low[group] = newLow;
        high[group] = newHigh;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        SumWideAccumulator others = (SumWideAccumulator) other;
        if (merging != other) {
            // each group there goes into one group here: the bound counts once
            raiseBound(others.pendingBound);
            merging = other;
        }
        add(pending, others.pending, from, to, count);
        if (others.high == null) {
            return;
        }
        if (high == null) {
            carry();
        }
        for (int i = 0; i < count; i++) {
            addTo(to[i], others.high[from[i]], others.low[from[i]]);
        }
    }

    @Override
    void result(int first, int count, Vector target) {
        long[] highs = ((Int128Vector) target).high();
        long[] lows = ((Int128Vector) target).low();
        for (int i = 0; i < count; i++) {
            lows[i] = pending[first + i];
            highs[i] = lows[i] >> 63;
        }
        if (high != null) {
            addCarried(first, count, highs, lows);
        }
        for (int i = 0; i < count; i++) {
            if (!Int128.fits(highs[i], lows[i], type.precision())) {
                throw Overflow.of(type);
            }
        }
        if (!zeroIfEmpty) {
            setUnseenNull(first, count, target);
        }
    }

    private void addCarried(int first, int count, long[] highs, long[] lows) {
        for (int i = 0; i < count; i++) {
            long sum = lows[i] + low[first + i];
            long carry = Long.compareUnsigned(sum, lows[i]) < 0 ? 1 : 0;
            highs[i] += high[first + i] + carry;
            lows[i] = sum;
        }
    }
}
