package io.colonnade.engine.kernel;

/** Times of day (microseconds since midnight) as text. Stateless. */
public final class TimeText {
    /** Most bytes that {@link #write} needs: 24:00:00.000000. */
    public static final int MAX_BYTES = 16;

    private TimeText() {}

    public static long parse(byte[] b, int start, int length) {
        long fast = length == 8 ? clock(b, start) : -1;
        if (fast >= 0) {
            return fast;
        }
        DateTimeScanner scanner = new DateTimeScanner("time without time zone", b, start, length);
        if (!scanner.hasTime()) {
            throw scanner.syntax();
        }
        return scanner.time();
    }

    /** Microseconds of HH:MM:SS, or -1 when the bytes are not that. */
    static long clock(byte[] b, int p) {
        if (b[p + 2] != ':' || b[p + 5] != ':') {
            return -1;
        }
        int hour = DateText.two(b, p);
        int minute = DateText.two(b, p + 3);
        int second = DateText.two(b, p + 6);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return -1;
        }
        return ((hour * 60L + minute) * 60 + second) * CivilDate.MICROS_PER_SECOND;
    }

    /** Writes HH:MM:SS and the fraction without trailing zeros; returns the offset after it. */
    public static int write(long micros, byte[] target, int offset) {
        int p = DateText.writeTwo((int) (micros / CivilDate.MICROS_PER_HOUR), target, offset);
        target[p++] = ':';
        p = DateText.writeTwo((int) (micros / CivilDate.MICROS_PER_MINUTE % 60), target, p);
        target[p++] = ':';
        p = DateText.writeTwo((int) (micros / CivilDate.MICROS_PER_SECOND % 60), target, p);
        return writeFraction(micros % CivilDate.MICROS_PER_SECOND, target, p);
    }

    /** Writes .123456 without trailing zeros, nothing for 0. */
    static int writeFraction(long micros, byte[] target, int offset) {
        if (micros == 0) {
            return offset;
        }
        target[offset] = '.';
        int p = Ascii.writePadded(micros, 6, target, offset + 1);
        while (target[p - 1] == '0') {
            p--;
        }
        return p;
    }
}
