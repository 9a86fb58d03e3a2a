package io.colonnade.leader.pgwire;

/**
 * Writes decimals in PostgreSQL's binary form. Owned by one thread.
 *
 * <pre>
 * int16 digit groups | int16 weight of the first group | int16 sign (0, 0x4000) | int16 scale
 * | groups of four decimal digits, int16 each; zero groups at both ends left out
 * </pre>
 */
final class NumericWriter {
    private static final int GROUP_BASE = 10_000;
    private static final int GROUP_DIGITS = 4;
    private static final int NEGATIVE = 0x4000;

    /** 38 digits, moved by up to three to fall on group borders. */
    private static final int MAX_GROUPS = 11;

    private final int scale;

    /** Groups after the point. */
    private final int fractionGroups;

    /** Brings the last digit to a group border. */
    private final int factor;

    /** Lowest group first. */
    private final short[] groups = new short[MAX_GROUPS];

    NumericWriter(int scale) {
        this.scale = scale;
        fractionGroups = (scale + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int power = 1;
        for (int i = scale; i < fractionGroups * GROUP_DIGITS; i++) {
            power *= 10;
        }
        factor = power;
    }

    void write(long value, WireBuffer out) {
        write(value < 0 ? -1 : 0, value, out);
    }

    /** A 128-bit value by long division, 32 bits at a time. */
    void write(long high, long low, WireBuffer out) {
        boolean negative = high < 0;
        long upper = negative ? ~high + (low == 0 ? 1 : 0) : high;
        long lower = negative ? -low : low;
        int count = split(upper, lower);
        int last = 0;
        while (last < count && groups[last] == 0) {
            last++;
        }
        if (last == count) {
            header(0, 0, 0, out);
            return;
        }
        header(count - last, count - fractionGroups - 1, negative ? NEGATIVE : 0, out);
        for (int i = count - 1; i >= last; i--) {
            out.int16(groups[i]);
        }
    }

    private void header(int count, int weight, int sign, WireBuffer out) {
        out.int32(8 + 2 * count);
        out.int16(count);
        out.int16(weight);
        out.int16(sign);
        out.int16(scale);
    }

    /** Cuts a value that is not negative into groups; returns how many. */
    private int split(long high, long low) {
        long a = high >>> 32;
        long b = high & 0xffff_ffffL;
        long c = low >>> 32;
        long d = low & 0xffff_ffffL;
        int count = 0;
        // The first group has fewer digits when the scale is no multiple of four.
        int divisor = GROUP_BASE / factor;
        while ((a | b | c | d) != 0) {
            long carry = a;
            a = carry / divisor;
            carry = carry % divisor << 32 | b;
            b = carry / divisor;
            carry = carry % divisor << 32 | c;
            c = carry / divisor;
            carry = carry % divisor << 32 | d;
            d = carry / divisor;
            long rest = carry % divisor;
            groups[count] = (short) (count == 0 ? rest * factor : rest);
            count++;
            divisor = GROUP_BASE;
        }
        return count;
    }
}
