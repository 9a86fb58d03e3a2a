package io.colonnade.engine.kernel;

/** Dates as text: written as ISO, read as PostgreSQL reads them. Stateless. */
public final class DateText {
    /** Most bytes that {@link #write} needs: year of 7 digits, month, day, BC. */
    public static final int MAX_BYTES = 16;

    /** 4714 BC. */
    static final int LEAST_YEAR = -4713;

    static final int MOST_YEAR = 5_874_897;

    private DateText() {}

    /** Days since 1970-01-01. */
    public static int parse(byte[] b, int start, int length) {
        if (length == 10 && b[start + 4] == '-' && b[start + 7] == '-') {
            int year = four(b, start);
            int month = two(b, start + 5);
            int day = two(b, start + 8);
            if (year > 0
                    && month >= 1
                    && month <= 12
                    && day >= 1
                    && day <= CivilDate.monthLength(year, month)) {
                return CivilDate.toDays(year, month, day);
            }
        }
        return new DateTimeScanner("date", b, start, length).days();
    }

    /** Two digits, or a number below 0. */
    static int two(byte[] b, int p) {
        int tens = b[p] - '0';
        int ones = b[p + 1] - '0';
        return (tens | 9 - tens | ones | 9 - ones) < 0 ? Integer.MIN_VALUE : tens * 10 + ones;
    }

    static int four(byte[] b, int p) {
        int first = two(b, p);
        int second = two(b, p + 2);
        return (first | second) < 0 ? Integer.MIN_VALUE : first * 100 + second;
    }

    /** Writes YYYY-MM-DD; returns the offset after the last byte. */
    public static int write(int days, byte[] target, int offset) {
        long packed = CivilDate.pack(days);
        int p = writeDay(packed, target, offset);
        return CivilDate.packedYear(packed) > 0 ? p : Ascii.write(" BC", target, p);
    }

    /** Without the era. */
    static int writeDay(long packed, byte[] target, int offset) {
        int year = CivilDate.packedYear(packed);
        int p = Ascii.writePadded(year > 0 ? year : 1 - year, 4, target, offset);
        target[p++] = '-';
        p = writeTwo(CivilDate.packedMonth(packed), target, p);
        target[p++] = '-';
        return writeTwo(CivilDate.packedDay(packed), target, p);
    }

    static int writeTwo(int value, byte[] target, int offset) {
        target[offset] = (byte) ('0' + value / 10);
        target[offset + 1] = (byte) ('0' + value % 10);
        return offset + 2;
    }
}
