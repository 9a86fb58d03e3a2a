package io.colonnade.engine.kernel;

import java.math.BigInteger;

/** Powers of ten in the forms that decimals need. */
public final class Powers {
    /** 10^0 to 10^18. */
    private static final long[] TEN = new long[19];

    private static final BigInteger[] BIG = new BigInteger[80];
    private static final long[] TEN_HIGH = new long[39];
    private static final long[] TEN_LOW = new long[39];
    private static final double[] DOUBLE = new double[309];

    static {
        for (int i = 0; i < BIG.length; i++) {
            BIG[i] = BigInteger.TEN.pow(i);
        }
        for (int i = 0; i < 39; i++) {
            TEN_LOW[i] = BIG[i].longValue();
            TEN_HIGH[i] = BIG[i].shiftRight(64).longValue();
            if (i < 19) {
                TEN[i] = TEN_LOW[i];
            }
        }
        for (int i = 0; i < DOUBLE.length; i++) {
            DOUBLE[i] = Double.parseDouble("1e" + i);
        }
    }

    private Powers() {}

    /** 10^n, n up to 18. */
    public static long ten(int n) {
        return TEN[n];
    }

    /** Upper half of 10^n, n up to 38. */
    public static long tenHigh(int n) {
        return TEN_HIGH[n];
    }

    /** Lower half of 10^n, n up to 38. */
    public static long tenLow(int n) {
        return TEN_LOW[n];
    }

    public static double tenDouble(int n) {
        return DOUBLE[n];
    }

    public static BigInteger tenBig(int n) {
        return n < BIG.length ? BIG[n] : BigInteger.TEN.pow(n);
    }
}
