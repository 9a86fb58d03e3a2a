package io.colonnade.engine.kernel;

import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/**
 * Decimals as text: sign, digits, point, digits, and on input an exponent. The value is rounded
 * half away from zero to the type's scale. Stateless.
 */
public final class DecimalText {
    /** Most bytes that {@code write} needs: sign, 39 digits, point, zero before it. */
    public static final int MAX_BYTES = 48;

    private static final int MAX_EXPONENT = 2000;

    private DecimalText() {}

    /** Reads a decimal of up to 18 digits. */
    public static long parse(byte[] b, int start, int length, int precision, int scale) {
        int end = Ascii.trimEnd(b, start, start + length);
        int p = Ascii.skipSpace(b, start, end);
        boolean negative = false;
        if (p < end && (b[p] == '-' || b[p] == '+')) {
            negative = b[p] == '-';
            p++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; p < end && digits < 18; p++) {
            int c = b[p] - '0';
            if (c >= 0 && c <= 9) {
                value = value * 10 + c;
                digits++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (b[p] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        int places = Math.max(fraction, 0);
        if (p < end || digits == 0 || digits - places + scale > 18) {
            return parseAny(b, start, length, precision, scale).longValue();
        }
        if (places > scale) {
            value = Int128.divideRounded(value, Powers.ten(places - scale));
        } else {
            value *= Powers.ten(scale - places);
        }
        if (value >= Powers.ten(precision)) {
            throw Overflow.numeric(precision, scale);
        }
        return negative ? -value : value;
    }

    /** Reads a decimal of any number of digits into a vector at a position. */
    public static void parse(
            byte[] b, int start, int length, SqlType type, Int128Vector target, int position) {
        int scale = type.scale();
        if (length + scale <= 18 && isPlain(b, start, start + length)) {
            long value = parse(b, start, length, 18, scale);
            if (!Int128.fits(value >> 63, value, type.precision())) {
                throw Overflow.of(type);
            }
            target.low()[position] = value;
            target.high()[position] = value >> 63;
            return;
        }
        BigInteger value = parseAny(b, start, length, type.precision(), scale);
        target.low()[position] = value.longValue();
        target.high()[position] = value.shiftRight(64).longValue();
    }

    /** Whether there are but digits, points and minus signs. */
    private static boolean isPlain(byte[] b, int start, int end) {
        for (int i = start; i < end; i++) {
            byte c = b[i];
            if (!Ascii.isDigit(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static BigInteger parseAny(byte[] b, int start, int length, int precision, int scale) {
        int end = Ascii.trimEnd(b, start, start + length);
        int p = Ascii.skipSpace(b, start, end);
        boolean negative = false;
        if (p < end && (b[p] == '-' || b[p] == '+')) {
            negative = b[p] == '-';
            p++;
        }
        StringBuilder digits = new StringBuilder(end - p + 1);
        int places = 0;
        boolean point = false;
        for (; p < end; p++) {
            if (Ascii.isDigit(b[p])) {
                digits.append((char) b[p]);
                places += point ? 1 : 0;
            } else if (b[p] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        long exponent = 0;
        if (p < end && (b[p] | 0x20) == 'e' && digits.length() > 0) {
            exponent = exponent(b, p + 1, end, start, length);
            p = end;
        }
        if (p < end || digits.length() == 0) {
            throw TextErrors.syntax("numeric", b, start, length);
        }
        BigInteger value = scaled(new BigInteger(digits.toString()), scale - places + exponent);
        if (value.compareTo(Powers.tenBig(precision)) >= 0) {
            throw Overflow.numeric(precision, scale);
        }
        return negative ? value.negate() : value;
    }

    private static long exponent(byte[] b, int from, int end, int start, int length) {
        boolean negative = from < end && b[from] == '-';
        int p = from < end && (negative || b[from] == '+') ? from + 1 : from;
        if (p == end) {
            throw TextErrors.syntax("numeric", b, start, length);
        }
        long value = 0;
        for (; p < end; p++) {
            if (!Ascii.isDigit(b[p])) {
                throw TextErrors.syntax("numeric", b, start, length);
            }
            value = Math.min(value * 10 + b[p] - '0', Integer.MAX_VALUE);
        }
        return negative ? -value : value;
    }

    private static BigInteger scaled(BigInteger digits, long shift) {
        if (digits.signum() == 0) {
            return digits;
        }
        if (shift >= 0) {
            // anything this large overflows every precision
            return digits.multiply(Powers.tenBig((int) Math.min(shift, MAX_EXPONENT)));
        }
        if (-shift > MAX_EXPONENT + digits.bitLength()) {
            return BigInteger.ZERO;
        }
        return Int128.divideRounded(digits, Powers.tenBig((int) -shift));
    }

    /** Writes unscaled / 10^scale in full; returns the offset after the last byte. */
    public static int write(long unscaled, int scale, byte[] target, int offset) {
        if (scale == 0) {
            return IntegerText.write(unscaled, target, offset);
        }
        int p = offset;
        if (unscaled < 0) {
            target[p++] = '-';
        }
        long unit = Powers.ten(Math.min(scale, 18));
        if (scale > 18) {
            return write(unscaled >> 63, unscaled, scale, target, offset);
        }
        long whole = unscaled / unit;
        long fraction = Math.abs(unscaled - whole * unit);
        p = writeMagnitude(whole, target, p);
        target[p++] = '.';
        return Ascii.writePadded(fraction, scale, target, p);
    }

    private static int writeMagnitude(long value, byte[] target, int offset) {
        return IntegerText.write(Math.abs(value), target, offset);
    }

    /** The same for 128 bits. */
    public static int write(long high, long low, int scale, byte[] target, int offset) {
        if (Int128.isLong(high, low) && scale <= 18) {
            return write(low, scale, target, offset);
        }
        BigInteger value = Int128.toBig(high, low);
        int p = offset;
        if (value.signum() < 0) {
            target[p++] = '-';
        }
        String digits = value.abs().toString();
        int whole = digits.length() - scale;
        if (whole <= 0) {
            target[p++] = '0';
        } else {
            p = Ascii.write(digits.substring(0, whole), target, p);
        }
        if (scale == 0) {
            return p;
        }
        target[p++] = '.';
        for (int i = whole; i < 0; i++) {
            target[p++] = '0';
        }
        return Ascii.write(digits.substring(Math.max(whole, 0)), target, p);
    }
}
