package io.colonnade.engine.kernel;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Scalar operations on 128-bit two's complement values in two longs. Stateless. */
public final class Int128 {
    private Int128() {}

    public static boolean isLong(long high, long low) {
        return high == low >> 63;
    }

    public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
        int order = Long.compare(aHigh, bHigh);
        return order != 0 ? order : Long.compareUnsigned(aLow, bLow);
    }

    public static BigInteger toBig(long high, long low) {
        if (isLong(high, low)) {
            return BigInteger.valueOf(low);
        }
        return new BigInteger(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }

    /** Stores a value that must be below 10^precision in magnitude (precision up to 38). */
    public static void store(
            BigInteger value, int precision, int scale, long[] high, long[] low, int position) {
        if (value.bitLength() > 127 || value.abs().compareTo(Powers.tenBig(precision)) >= 0) {
            throw Overflow.numeric(precision, scale);
        }
        low[position] = value.longValue();
        high[position] = value.shiftRight(64).longValue();
    }

    /** Whether the magnitude is below 10^precision. */
    public static boolean fits(long high, long low, int precision) {
        if (high == low >> 63 && precision >= 19) {
            return true;
        }
        long absLow = high < 0 ? -low : low;
        long absHigh = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
        if (absHigh < 0) {
            return false;
        }
        return compare(absHigh, absLow, Powers.tenHigh(precision), Powers.tenLow(precision)) < 0;
    }

    public static double toDouble(long high, long low) {
        return isLong(high, low) ? (double) low : toBig(high, low).doubleValue();
    }

    /** a / b rounded half away from zero; b is not 0, and not both MIN_VALUE and -1. */
    public static long divideRounded(long a, long b) {
        long quotient = a / b;
        long remainder = a - quotient * b;
        if (remainder == 0) {
            return quotient;
        }
        // |remainder| >= |b| - |remainder|, all taken negative because -MIN_VALUE is no long
        long r = remainder < 0 ? remainder : -remainder;
        long d = b < 0 ? b : -b;
        if (r <= d - r) {
            quotient += (a ^ b) < 0 ? -1 : 1;
        }
        return quotient;
    }

    /** The same for any size. */
    public static BigInteger divideRounded(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        if (parts[1].abs().shiftLeft(1).compareTo(b.abs()) >= 0) {
            return parts[0].add(BigInteger.valueOf((long) a.signum() * b.signum()));
        }
        return parts[0];
    }

    /**
     * Unsigned quotient of (high, low) by divisor, where high is below divisor, so that it fits 64
     * bits. Schoolbook division in base 2^32 (Knuth, algorithm D).
     */
    public static long divideUnsigned(long high, long low, long divisor) {
        if (high == 0) {
            return Long.divideUnsigned(low, divisor);
        }
        int shift = Long.numberOfLeadingZeros(divisor);
        long v = divisor << shift;
        long v1 = v >>> 32;
        long v0 = v & 0xFFFFFFFFL;
        long u32 = shift == 0 ? high : high << shift | low >>> 64 - shift;
        long u10 = low << shift;
        long u1 = u10 >>> 32;
        long u0 = u10 & 0xFFFFFFFFL;
        long q1 = quotientDigit(u32, u1, v1, v0);
        long u21 = (u32 << 32) + u1 - q1 * v;
        long q0 = quotientDigit(u21, u0, v1, v0);
        return (q1 << 32) + q0;
    }

    private static long quotientDigit(long top, long next, long v1, long v0) {
        long q = Long.divideUnsigned(top, v1);
        long r = top - q * v1;
        while (q >= 1L << 32 || Long.compareUnsigned(q * v0, (r << 32) + next) > 0) {
            q--;
            r += v1;
            if (r >= 1L << 32) {
                break;
            }
        }
        return q;
    }

    /**
     * Divides by a positive long and rounds half away from zero, in place at a position. Whatever
     * the value, the quotient fits.
     */
    public static void divideRounded(long[] high, long[] low, int position, long divisor) {
        long h = high[position];
        long l = low[position];
        if (h == l >> 63) {
            long q = divideRounded(l, divisor);
            low[position] = q;
            high[position] = q >> 63;
            return;
        }
        boolean negative = h < 0;
        long absLow = negative ? -l : l;
        long absHigh = negative ? ~h + (l == 0 ? 1 : 0) : h;
        long qHigh = Long.divideUnsigned(absHigh, divisor);
        long rest = absHigh - qHigh * divisor;
        long qLow = divideUnsigned(rest, absLow, divisor);
        long remainder = absLow - qLow * divisor;
        if (Long.compareUnsigned(remainder, divisor - remainder) >= 0) {
            qLow++;
            qHigh += qLow == 0 ? 1 : 0;
        }
        low[position] = negative ? -qLow : qLow;
        high[position] = negative ? ~qHigh + (qLow == 0 ? 1 : 0) : qHigh;
    }
}
