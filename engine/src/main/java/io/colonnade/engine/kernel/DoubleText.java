package io.colonnade.engine.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Doubles and floats as text: the shortest digits that read back as the same number, with an
 * exponent where PostgreSQL writes one. Stateless.
 */
public final class DoubleText {
    /** Most bytes that {@code write} needs. */
    public static final int MAX_BYTES = 32;

    /** From these exponents on PostgreSQL writes 1e+15 and 1e-05, and for real 1e+06. */
    private static final int DOUBLE_EXPONENT = 15;

    private static final int REAL_EXPONENT = 6;
    private static final int LEAST_EXPONENT = -4;

    /** Below this some doubles have but one digit. */
    private static final double FEW_DIGITS = 1e-300;

    private DoubleText() {}

    public static double parse(byte[] b, int start, int length) {
        return parse(b, start, length, "double precision");
    }

    /** Reads a float and rounds to its precision. */
    public static double parseReal(byte[] b, int start, int length) {
        double value = parse(b, start, length, "real");
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw TextErrors.range("real", b, start, length);
        }
        return rounded;
    }

    private static double parse(byte[] b, int start, int length, String typeName) {
        int end = Ascii.trimEnd(b, start, start + length);
        int p = Ascii.skipSpace(b, start, end);
        int first = p;
        boolean negative = p < end && b[p] == '-';
        if (p < end && (negative || b[p] == '+')) {
            p++;
        }
        long mantissa = 0;
        int digits = 0;
        int places = 0;
        boolean point = false;
        for (; p < end && digits < 16; p++) {
            int c = b[p] - '0';
            if (c >= 0 && c <= 9) {
                mantissa = mantissa * 10 + c;
                digits++;
                places += point ? 1 : 0;
            } else if (b[p] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        // up to 15 digits and 10^22 are exact doubles, so their quotient is rounded once
        if (p == end && digits > 0 && digits <= 15) {
            double value = mantissa / Powers.tenDouble(places);
            return negative ? -value : value;
        }
        return parseSlowly(b, first, end, start, length, typeName);
    }

    private static double parseSlowly(
            byte[] b, int first, int end, int start, int length, String typeName) {
        int unsigned = first < end && (b[first] == '-' || b[first] == '+') ? first + 1 : first;
        double sign = first < end && b[first] == '-' ? -1 : 1;
        if (Ascii.equalsFolded(b, unsigned, end, "infinity")
                || Ascii.equalsFolded(b, unsigned, end, "inf")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (Ascii.equalsFolded(b, first, end, "nan")) {
            return Double.NaN;
        }
        boolean zero = true;
        boolean exponent = false;
        for (int i = first; i < end; i++) {
            byte c = b[i];
            exponent |= (c | 0x20) == 'e';
            boolean allowed = Ascii.isDigit(c) || c == '.' || c == '-' || c == '+';
            if (!allowed && (c | 0x20) != 'e') {
                throw TextErrors.syntax(typeName, b, start, length);
            }
            zero &= exponent || !(c >= '1' && c <= '9');
        }
        double value;
        try {
            value =
                    Double.parseDouble(
                            new String(b, first, end - first, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw TextErrors.syntax(typeName, b, start, length);
        }
        if (Double.isInfinite(value) || value == 0 && !zero) {
            throw TextErrors.range(typeName, b, start, length);
        }
        return value;
    }

    /** Returns the offset after the last byte written. */
    public static int write(double value, byte[] target, int offset) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) < 1_000_000_000_000_000L) {
            if (whole == 0 && 1 / value < 0) {
                return Ascii.write("-0", target, offset);
            }
            return IntegerText.write(whole, target, offset);
        }
        String shortest = Double.toString(value);
        if (Math.abs(value) < FEW_DIGITS) {
            shortest = oneDigit(value, shortest);
        }
        return write(shortest, DOUBLE_EXPONENT, target, offset);
    }

    /** Java writes two digits at least, e.g. 4.9E-324, even where 5e-324 is the same number. */
    private static String oneDigit(double value, String java) {
        int e = java.indexOf('E');
        if (e < 0 || e > (value < 0 ? 4 : 3)) {
            return java;
        }
        long digit = Math.round(Double.parseDouble(java.substring(0, e)));
        String shorter = digit + java.substring(e);
        return Double.parseDouble(shorter) == value ? digit + ".0" + java.substring(e) : java;
    }

    /** Writes a float with the fewest digits that identify it as a float. */
    public static int writeReal(double value, byte[] target, int offset) {
        return write(Float.toString((float) value), REAL_EXPONENT, target, offset);
    }

    /** Rewrites Java's shortest form. */
    private static int write(String java, int mostExponent, byte[] target, int offset) {
        if (java.endsWith("N") || java.endsWith("y")) {
            return Ascii.write(java, target, offset);
        }
        int p = offset;
        int from = 0;
        if (java.charAt(0) == '-') {
            target[p++] = '-';
            from = 1;
        }
        int e = java.indexOf('E');
        int mantissaEnd = e < 0 ? java.length() : e;
        int point = java.indexOf('.');
        String digits = java.substring(from, point) + java.substring(point + 1, mantissaEnd);
        // value = 0.digits * 10^magnitude
        int magnitude = point - from + (e < 0 ? 0 : Integer.parseInt(java.substring(e + 1)));
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        int last = digits.length();
        while (last > leading + 1 && digits.charAt(last - 1) == '0') {
            last--;
        }
        digits = digits.substring(leading, last);
        int exponent = digits.equals("0") ? 0 : magnitude - leading - 1;
        return exponent < LEAST_EXPONENT || exponent >= mostExponent
                ? writeScientific(digits, exponent, target, p)
                : writePlain(digits, exponent, target, p);
    }

    private static int writeScientific(String digits, int exponent, byte[] target, int offset) {
        int p = offset;
        target[p++] = (byte) digits.charAt(0);
        if (digits.length() > 1) {
            target[p++] = '.';
            p = Ascii.write(digits.substring(1), target, p);
        }
        target[p++] = 'e';
        target[p++] = (byte) (exponent < 0 ? '-' : '+');
        return Ascii.writePadded(Math.abs(exponent), 2, target, p);
    }

    private static int writePlain(String digits, int exponent, byte[] target, int offset) {
        int p = offset;
        if (exponent < 0) {
            target[p++] = '0';
            target[p++] = '.';
            for (int i = -1; i > exponent; i--) {
                target[p++] = '0';
            }
            return Ascii.write(digits, target, p);
        }
        for (int i = 0; i <= exponent; i++) {
            target[p++] = (byte) (i < digits.length() ? digits.charAt(i) : '0');
        }
        if (digits.length() > exponent + 1) {
            target[p++] = '.';
            p = Ascii.write(digits.substring(exponent + 1), target, p);
        }
        return p;
    }
}
