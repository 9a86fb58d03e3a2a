package io.colonnade.engine.kernel;

/** Integers as text, in PostgreSQL's syntax: white space around, a sign, digits. Stateless. */
public final class IntegerText {
    /** Most bytes that {@link #write} needs. */
    public static final int MAX_BYTES = 20;

    private IntegerText() {}

    /** Reads a value in [least, most]; the type's name is for messages. */
    public static long parse(
            byte[] b, int start, int length, long least, long most, String typeName) {
        int end = Ascii.trimEnd(b, start, start + length);
        int p = Ascii.skipSpace(b, start, end);
        boolean negative = false;
        if (p < end && (b[p] == '-' || b[p] == '+')) {
            negative = b[p] == '-';
            p++;
        }
        if (p == end) {
            throw TextErrors.syntax(typeName, b, start, length);
        }
        // negative, because the least long has no positive counterpart
        long value = 0;
        boolean overflow = false;
        for (; p < end; p++) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9) {
                throw TextErrors.syntax(typeName, b, start, length);
            }
            overflow |= value < Long.MIN_VALUE / 10;
            long next = value * 10 - digit;
            overflow |= next > value;
            value = next;
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        long result = negative ? value : -value;
        if (overflow || result < least || result > most) {
            throw TextErrors.range(typeName, b, start, length);
        }
        return result;
    }

    public static long parseBigint(byte[] b, int start, int length) {
        return parse(b, start, length, Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
    }

    public static int parseInteger(byte[] b, int start, int length) {
        return (int) parse(b, start, length, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
    }

    public static int parseSmallint(byte[] b, int start, int length) {
        return (int) parse(b, start, length, Short.MIN_VALUE, Short.MAX_VALUE, "smallint");
    }

    /** Returns the offset after the last byte written. */
    public static int write(long value, byte[] target, int offset) {
        int p = offset;
        if (value < 0) {
            target[p++] = '-';
        }
        int digits = digits(value);
        long rest = value;
        for (int i = p + digits - 1; i >= p; i--) {
            long quotient = rest / 10;
            target[i] = (byte) ('0' + Math.abs(rest - quotient * 10));
            rest = quotient;
        }
        return p + digits;
    }

    /** Decimal digits of the magnitude. */
    public static int digits(long value) {
        // negative, for the sake of the least long
        long v = value > 0 ? -value : value;
        int digits = 1;
        while (v <= -10) {
            v /= 10;
            digits++;
        }
        return digits;
    }
}
