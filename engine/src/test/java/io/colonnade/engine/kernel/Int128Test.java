package io.colonnade.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Random;

/** 128-bit arithmetic against BigInteger. */
class Int128Test {
    private final Random random = new Random(Long.getLong("seed", 42));

    private BigInteger any(int bits) {
        BigInteger value = new BigInteger(random.nextInt(bits + 1), random);
        return random.nextBoolean() ? value.negate() : value;
    }

    private static long high(BigInteger value) {
        return value.shiftRight(64).longValue();
    }

    @Test
    void conversionAndOrder() {
        for (int i = 0; i < 20_000; i++) {
            BigInteger a = any(127);
            BigInteger b = i % 5 == 0 ? a : any(127);
            assertEquals(a, Int128.toBig(high(a), a.longValue()));
            assertEquals(
                    Integer.signum(a.compareTo(b)),
                    Integer.signum(Int128.compare(high(a), a.longValue(), high(b), b.longValue())));
            int precision = random.nextInt(1, 39);
            boolean fits = a.abs().compareTo(Powers.tenBig(precision)) < 0;
            assertEquals(fits, Int128.fits(high(a), a.longValue(), precision));
        }
        for (int precision = 1; precision <= 38; precision++) {
            for (int delta = -1; delta <= 1; delta++) {
                BigInteger a = Powers.tenBig(precision).add(BigInteger.valueOf(delta));
                assertEquals(delta < 0, Int128.fits(high(a), a.longValue(), precision));
                BigInteger n = a.negate();
                assertEquals(delta < 0, Int128.fits(high(n), n.longValue(), precision));
            }
        }
    }

    @Test
    void sums() {
        int n = 1000;
        long[][] v = new long[6][n];
        BigInteger[] a = new BigInteger[n];
        BigInteger[] b = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            a[i] = any(126);
            b[i] = any(126);
            v[0][i] = high(a[i]);
            v[1][i] = a[i].longValue();
            v[2][i] = high(b[i]);
            v[3][i] = b[i].longValue();
        }
        Int128Arithmetic.add(array(v, 0), array(v, 2), array(v, 4), n);
        for (int i = 0; i < n; i++) {
            assertEquals(a[i].add(b[i]), Int128.toBig(v[4][i], v[5][i]));
        }
        Int128Arithmetic.subtract(array(v, 0), array(v, 2), array(v, 4), n);
        for (int i = 0; i < n; i++) {
            assertEquals(a[i].subtract(b[i]), Int128.toBig(v[4][i], v[5][i]));
        }
    }

    private static Int128Array array(long[][] v, int first) {
        Int128Array array = new Int128Array();
        array.high = v[first];
        array.low = v[first + 1];
        return array;
    }

    @Test
    void roundedQuotients() {
        long[] high = new long[1];
        long[] low = new long[1];
        for (int i = 0; i < 50_000; i++) {
            BigInteger a = any(127);
            long divisor = Math.max(1, random.nextLong() >>> random.nextInt(1, 64));
            high[0] = high(a);
            low[0] = a.longValue();
            Int128.divideRounded(high, low, 0, divisor);
            assertEquals(
                    reference(a, BigInteger.valueOf(divisor)),
                    Int128.toBig(high[0], low[0]),
                    a + "/" + divisor);
            long x = random.nextLong() >> random.nextInt(64);
            long y = random.nextLong() >> random.nextInt(64);
            if (y != 0 && !(x == Long.MIN_VALUE && y == -1)) {
                assertEquals(
                        reference(BigInteger.valueOf(x), BigInteger.valueOf(y)).longValue(),
                        Int128.divideRounded(x, y),
                        x + "/" + y);
            }
        }
    }

    /** floor(|a| / |b| + 1/2) with the sign of the quotient. */
    private static BigInteger reference(BigInteger a, BigInteger b) {
        BigInteger two = BigInteger.TWO;
        BigInteger q = a.abs().multiply(two).add(b.abs()).divide(b.abs().multiply(two));
        return a.signum() * b.signum() < 0 ? q.negate() : q;
    }
}
