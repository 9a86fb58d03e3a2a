package io.colonnade.engine.kernel;

import io.colonnade.type.SqlType;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Moments (microseconds since 1970-01-01) as text, with and without a time zone. Stateless. */
public final class TimestampText {
    /** Most bytes that the write methods need: date, time, +HH:MM:SS, BC. */
    public static final int MAX_BYTES = 44;

    /** 4714 BC as in PostgreSQL, and the last whole day that microseconds in a long reach. */
    public static final long LEAST = -210_866_803_200_000_000L;

    public static final long MOST =
            Long.MAX_VALUE / CivilDate.MICROS_PER_DAY * CivilDate.MICROS_PER_DAY - 1;

    private TimestampText() {}

    /** Without time zone; one in the text is ignored, as PostgreSQL does. */
    public static long parse(byte[] b, int start, int length) {
        long fast = parseFast(b, start, length);
        if (fast != Long.MIN_VALUE) {
            return fast;
        }
        DateTimeScanner scanner =
                new DateTimeScanner("timestamp without time zone", b, start, length);
        return moment(scanner.days(), scanner.time());
    }

    /** With time zone; a text without one is taken in `session`. */
    public static long parseZoned(byte[] b, int start, int length, ZoneId session) {
        long fast = parseFast(b, start, length);
        if (fast != Long.MIN_VALUE) {
            return toUtc(fast, session);
        }
        DateTimeScanner scanner = new DateTimeScanner("timestamp with time zone", b, start, length);
        long local = moment(scanner.days(), scanner.time());
        return toUtc(local, scanner.zone() == null ? session : scanner.zone());
    }

    private static long moment(int days, long time) {
        long most = MOST / CivilDate.MICROS_PER_DAY;
        if (days > most || days < LEAST / CivilDate.MICROS_PER_DAY) {
            throw Overflow.of(SqlType.TIMESTAMP);
        }
        return days * CivilDate.MICROS_PER_DAY + time;
    }

    /** YYYY-MM-DD HH:MM:SS[.ffffff], or MIN_VALUE when it is not exactly that. */
    private static long parseFast(byte[] b, int start, int length) {
        if (length < 19 || length > 26 || length == 20 || b[start + 4] != '-') {
            return Long.MIN_VALUE;
        }
        if (b[start + 7] != '-' || b[start + 10] != ' ' && b[start + 10] != 'T') {
            return Long.MIN_VALUE;
        }
        int year = DateText.four(b, start);
        int month = DateText.two(b, start + 5);
        int day = DateText.two(b, start + 8);
        long time = TimeText.clock(b, start + 11);
        if (year <= 0 || month < 1 || month > 12 || day < 1 || time < 0) {
            return Long.MIN_VALUE;
        }
        long fraction = 0;
        if (length > 19) {
            if (b[start + 19] != '.') {
                return Long.MIN_VALUE;
            }
            for (int i = 20; i < 26; i++) {
                int digit = i < length ? b[start + i] - '0' : 0;
                if (digit < 0 || digit > 9) {
                    return Long.MIN_VALUE;
                }
                fraction = fraction * 10 + digit;
            }
        }
        if (day > CivilDate.monthLength(year, month)) {
            return Long.MIN_VALUE;
        }
        return CivilDate.toDays(year, month, day) * CivilDate.MICROS_PER_DAY + time + fraction;
    }

    /** Returns the offset after the last byte written. */
    public static int write(long micros, byte[] target, int offset) {
        return write(micros, Integer.MIN_VALUE, target, offset);
    }

    /** In a session's zone, with the offset that holds there at that moment. */
    public static int writeZoned(long micros, ZoneId session, byte[] target, int offset) {
        int shift = offsetSeconds(micros, session);
        return write(micros + shift * CivilDate.MICROS_PER_SECOND, shift, target, offset);
    }

    private static int write(long local, int shift, byte[] target, int offset) {
        long packed = CivilDate.pack(CivilDate.dayOf(local));
        int p = DateText.writeDay(packed, target, offset);
        target[p++] = ' ';
        p = TimeText.write(CivilDate.timeOf(local), target, p);
        if (shift != Integer.MIN_VALUE) {
            p = writeShift(shift, target, p);
        }
        return CivilDate.packedYear(packed) > 0 ? p : Ascii.write(" BC", target, p);
    }

    private static int writeShift(int shift, byte[] target, int offset) {
        int seconds = Math.abs(shift);
        target[offset] = (byte) (shift < 0 ? '-' : '+');
        int p = DateText.writeTwo(seconds / 3600, target, offset + 1);
        if (seconds % 3600 != 0) {
            target[p++] = ':';
            p = DateText.writeTwo(seconds / 60 % 60, target, p);
        }
        if (seconds % 60 != 0) {
            target[p++] = ':';
            p = DateText.writeTwo(seconds % 60, target, p);
        }
        return p;
    }

    /** Seconds that a zone is ahead of UTC at a moment. */
    public static int offsetSeconds(long utcMicros, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds();
        }
        long seconds = Math.floorDiv(utcMicros, CivilDate.MICROS_PER_SECOND);
        return zone.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    }

    /** The moment at which a zone's clocks show a local time. */
    public static long toUtc(long localMicros, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return localMicros - fixed.getTotalSeconds() * CivilDate.MICROS_PER_SECOND;
        }
        long seconds = Math.floorDiv(localMicros, CivilDate.MICROS_PER_SECOND);
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        int shift = zone.getRules().getOffset(local).getTotalSeconds();
        return localMicros - shift * CivilDate.MICROS_PER_SECOND;
    }

    /** What a zone's clocks show at a moment. */
    public static long toLocal(long utcMicros, ZoneId zone) {
        return utcMicros + offsetSeconds(utcMicros, zone) * CivilDate.MICROS_PER_SECOND;
    }
}
