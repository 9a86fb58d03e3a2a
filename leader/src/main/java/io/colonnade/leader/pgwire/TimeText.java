package io.colonnade.leader.pgwire;

/**
 * PostgreSQL's ISO text forms of dates, times and intervals. Each method writes at an offset and
 * returns the offset after the text; {@link #MAX_BYTES} always fit. Stateless.
 */
final class TimeText {
    static final int MAX_BYTES = 80;

    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private static final int DAYS_PER_ERA = 146_097;

    /** Days from 0000-03-01 to 1970-01-01. */
    private static final int EPOCH_SHIFT_DAYS = 719_468;

    private static final int NO_ZONE = Integer.MIN_VALUE;

    private TimeText() {}

    /** Days since 1970-01-01. */
    static int date(long days, byte[] target, int offset) {
        return date(days, 0, false, NO_ZONE, target, offset);
    }

    /** Microseconds since midnight: HH:MM:SS[.ffffff] without zeros at the end. */
    static int time(long micros, byte[] target, int offset) {
        long seconds = micros / MICROS_PER_SECOND;
        int at = hours(seconds / 3600, target, offset);
        target[at++] = ':';
        at = NumberText.padded((int) (seconds / 60 % 60), 2, target, at);
        target[at++] = ':';
        at = NumberText.padded((int) (seconds % 60), 2, target, at);
        int fraction = (int) (micros % MICROS_PER_SECOND);
        if (fraction != 0) {
            target[at++] = '.';
            at = NumberText.padded(fraction, 6, target, at);
            while (target[at - 1] == '0') {
                at--;
            }
        }
        return at;
    }

    private static int hours(long hours, byte[] target, int offset) {
        return hours < 100
                ? NumberText.padded((int) hours, 2, target, offset)
                : NumberText.whole(hours, target, offset);
    }

    /** Microseconds since 1970-01-01 00:00:00. */
    static int timestamp(long micros, byte[] target, int offset) {
        return date(
                Math.floorDiv(micros, MICROS_PER_DAY),
                Math.floorMod(micros, MICROS_PER_DAY),
                true,
                NO_ZONE,
                target,
                offset);
    }

    /** Microseconds since 1970-01-01 00:00:00 UTC, shown with the zone's offset. */
    static int timestampWithZone(long utcMicros, ZoneOffsets zone, byte[] target, int offset) {
        int seconds = zone.secondsAt(Math.floorDiv(utcMicros, MICROS_PER_SECOND));
        long micros = utcMicros + seconds * MICROS_PER_SECOND;
        return date(
                Math.floorDiv(micros, MICROS_PER_DAY),
                Math.floorMod(micros, MICROS_PER_DAY),
                true,
                seconds,
                target,
                offset);
    }

    /** Year, month and day from a count of days (H. Hinnant's algorithm over 400-year eras). */
    private static int date(
            long days,
            long timeMicros,
            boolean withTime,
            int zoneSeconds,
            byte[] target,
            int offset) {
        long shifted = days + EPOCH_SHIFT_DAYS;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        boolean beforeChrist = year <= 0;
        long shownYear = beforeChrist ? 1 - year : year;
        int at =
                shownYear < 10_000
                        ? NumberText.padded((int) shownYear, 4, target, offset)
                        : NumberText.whole(shownYear, target, offset);
        target[at++] = '-';
        at = NumberText.padded(month, 2, target, at);
        target[at++] = '-';
        at = NumberText.padded(day, 2, target, at);
        if (withTime) {
            target[at++] = ' ';
            at = time(timeMicros, target, at);
        }
        if (zoneSeconds != NO_ZONE) {
            at = zone(zoneSeconds, target, at);
        }
        return beforeChrist ? ascii(" BC", target, at) : at;
    }

    /** +hh[:mm[:ss]]. */
    private static int zone(int seconds, byte[] target, int offset) {
        int size = Math.abs(seconds);
        target[offset] = (byte) (seconds < 0 ? '-' : '+');
        int at = NumberText.padded(size / 3600, 2, target, offset + 1);
        if (size % 3600 != 0) {
            target[at++] = ':';
            at = NumberText.padded(size / 60 % 60, 2, target, at);
        }
        if (size % 60 != 0) {
            target[at++] = ':';
            at = NumberText.padded(size % 60, 2, target, at);
        }
        return at;
    }

    /** Years and months: 1 year 2 mons. */
    static int months(long months, byte[] target, int offset) {
        if (months == 0) {
            return ascii("00:00:00", target, offset);
        }
        int at = unit(months / 12, " year", offset, target, offset);
        return unit(months % 12, " mon", offset, target, at);
    }

    /** Days and time: 3 days 04:05:06.7. */
    static int dayTime(long micros, byte[] target, int offset) {
        long days = micros / MICROS_PER_DAY;
        long rest = micros % MICROS_PER_DAY;
        int at = unit(days, " day", offset, target, offset);
        if (rest != 0 || days == 0) {
            if (days != 0) {
                target[at++] = ' ';
            }
            if (rest < 0) {
                target[at++] = '-';
            } else if (days < 0) {
                target[at++] = '+';
            }
            at = time(Math.abs(rest), target, at);
        }
        return at;
    }

    private static int unit(long count, String name, int start, byte[] target, int offset) {
        if (count == 0) {
            return offset;
        }
        int at = offset;
        if (at > start) {
            target[at++] = ' ';
        }
        at = ascii(name, target, NumberText.whole(count, target, at));
        if (count != 1) {
            target[at++] = 's';
        }
        return at;
    }

    private static int ascii(String text, byte[] target, int offset) {
        for (int i = 0; i < text.length(); i++) {
            target[offset + i] = (byte) text.charAt(i);
        }
        return offset + text.length();
    }
}
