package io.colonnade.leader.pgwire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's text forms of numbers. Each method writes at an offset and returns the offset after
 * the text; {@link #MAX_BYTES} always fit. Stateless.
 */
final class NumberText {
    /** A 38-digit decimal with sign and point, and every double, are shorter. */
    static final int MAX_BYTES = 64;

    /** Two's complement's least value has no positive counterpart. */
    private static final byte[] LONG_MIN =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;
    private static final int LEAST_PLAIN_EXPONENT = -4;

    private NumberText() {}

    static int whole(long value, byte[] target, int offset) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LONG_MIN, 0, target, offset, LONG_MIN.length);
            return offset + LONG_MIN.length;
        }
        int at = offset;
        long rest = value;
        if (rest < 0) {
            target[at++] = '-';
            rest = -rest;
        }
        int end = at + digits(rest);
        digits(rest, target, end);
        return end;
    }

    /** Number of decimal digits of a number that is not negative. */
    private static int digits(long value) {
        int digits = 1;
        long bound = 10;
        while (digits < 19 && value >= bound) {
            digits++;
            bound *= 10;
        }
        return digits;
    }

    /** Writes the digits of a number that is not negative so that they end before `end`. */
    private static void digits(long value, byte[] target, int end) {
        long rest = value;
        int at = end;
        do {
            long quotient = rest / 10;
            target[--at] = (byte) ('0' + rest - quotient * 10);
            rest = quotient;
        } while (rest != 0);
    }

    /** Writes exactly `count` digits, zeros in front. */
    static int padded(int value, int count, byte[] target, int offset) {
        int rest = value;
        for (int at = offset + count - 1; at >= offset; at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return offset + count;
    }

    /** A decimal of up to 18 digits: its unscaled value. */
    static int decimal(long value, int scale, byte[] target, int offset) {
        if (scale == 0) {
            return whole(value, target, offset);
        }
        int at = offset;
        long rest = value;
        if (rest < 0) {
            target[at++] = '-';
            rest = -rest;
        }
        int digits = Math.max(digits(rest), scale + 1);
        int point = at + digits - scale;
        for (int i = at + digits; i >= at; i--) {
            if (i == point) {
                target[i] = '.';
            } else {
                target[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return at + digits + 1;
    }

    /** A decimal of up to 38 digits: its unscaled value in two halves. */
    static int decimal(long high, long low, int scale, byte[] target, int offset) {
        if (high == low >> 63 && low != Long.MIN_VALUE) {
            return decimal(low, scale, target, offset);
        }
        String text = new BigDecimal(unscaled(high, low), scale).toPlainString();
        return ascii(text, target, offset);
    }

    /** A 128-bit number. */
    static BigInteger unscaled(long high, long low) {
        BigInteger upper = BigInteger.valueOf(high).shiftLeft(64);
        BigInteger lower = BigInteger.valueOf(low);
        return upper.add(low < 0 ? lower.add(BigInteger.ONE.shiftLeft(64)) : lower);
    }

    /** The shortest text that reads back the same for extra digits above 0, else rounded. */
    static int float8(double value, int extraDigits, byte[] target, int offset) {
        if (!Double.isFinite(value)) {
            return special(value, target, offset);
        }
        if (extraDigits > 0) {
            return floating(Double.toString(value), DOUBLE_DIGITS, target, offset);
        }
        int digits = Math.max(1, DOUBLE_DIGITS + extraDigits);
        return floating(rounded(value, digits), digits, target, offset);
    }

    /** As {@link #float8}, for REAL. */
    static int float4(float value, int extraDigits, byte[] target, int offset) {
        if (!Float.isFinite(value)) {
            return special(value, target, offset);
        }
        if (extraDigits > 0) {
            return floating(Float.toString(value), FLOAT_DIGITS, target, offset);
        }
        int digits = Math.max(1, FLOAT_DIGITS + extraDigits);
        return floating(rounded(value, digits), digits, target, offset);
    }

    private static String rounded(double value, int digits) {
        if (value == 0) {
            return Double.toString(value);
        }
        return new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .toString();
    }

    private static int special(double value, byte[] target, int offset) {
        String text = Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        return ascii(text, target, offset);
    }

    private static int ascii(String text, byte[] target, int offset) {
        for (int i = 0; i < text.length(); i++) {
            target[offset + i] = (byte) text.charAt(i);
        }
        return offset + text.length();
    }

    /**
     * Rewrites Java's text of a number: its digits, with an exponent unless that lies in -4 ..
     * plainDigits - 1.
     */
    private static int floating(String java, int plainDigits, byte[] target, int offset) {
        byte[] digits = new byte[java.length()];
        int count = 0;
        int point = -1;
        int exponent = 0;
        int at = offset;
        for (int i = 0; i < java.length(); i++) {
            char c = java.charAt(i);
            switch (c) {
                case '-' -> target[at++] = '-';
                case '.' -> point = count;
                case 'E' -> {
                    exponent = Integer.parseInt(java.substring(i + 1));
                    i = java.length();
                }
                default -> digits[count++] = (byte) c;
            }
        }
        exponent += (point < 0 ? count : point) - 1;
        int first = 0;
        while (first < count - 1 && digits[first] == '0') {
            first++;
            exponent--;
        }
        while (count - 1 > first && digits[count - 1] == '0') {
            count--;
        }
        if (digits[first] == '0') {
            target[at] = '0';
            return at + 1;
        }
        return exponent >= LEAST_PLAIN_EXPONENT && exponent < plainDigits
                ? plain(digits, first, count, exponent, target, at)
                : scientific(digits, first, count, exponent, target, at);
    }

    private static int plain(
            byte[] digits, int first, int end, int exponent, byte[] target, int offset) {
        int at = offset;
        if (exponent < 0) {
            target[at++] = '0';
            target[at++] = '.';
            for (int i = -1; i > exponent; i--) {
                target[at++] = '0';
            }
        }
        for (int i = 0; i < Math.max(end - first, exponent + 1); i++) {
            if (i == exponent + 1 && exponent >= 0) {
                target[at++] = '.';
            }
            target[at++] = first + i < end ? digits[first + i] : (byte) '0';
        }
        return at;
    }

    private static int scientific(
            byte[] digits, int first, int end, int exponent, byte[] target, int offset) {
        int at = offset;
        target[at++] = digits[first];
        if (end - first > 1) {
            target[at++] = '.';
            System.arraycopy(digits, first + 1, target, at, end - first - 1);
            at += end - first - 1;
        }
        target[at++] = 'e';
        target[at++] = (byte) (exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return size < 100 ? padded(size, 2, target, at) : padded(size, 3, target, at);
    }
}
