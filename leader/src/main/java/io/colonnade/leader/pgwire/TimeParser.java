package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.SqlType;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates and times in ISO form, as drivers send them. Used once. */
final class TimeParser {
    private static final String DATE = "(\\d{4,6})-(\\d{1,2})-(\\d{1,2})";
    private static final String TIME = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?";
    private static final String ZONE =
            "(?:\\s*([+-])(\\d{1,2})(?::?(\\d{2}))?(?::?(\\d{2}))?|\\s*(Z|z|UTC))?";
    private static final Pattern STAMP =
            Pattern.compile("\\s*" + DATE + "(?:[T ]\\s*" + TIME + ")?" + ZONE + "(\\s+BC)?\\s*");
    private static final Pattern TIME_ONLY = Pattern.compile("\\s*" + TIME + ZONE + "\\s*");

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int FRACTION_DIGITS = 6;

    private final String text;
    private final SqlType type;

    TimeParser(String text, SqlType type) {
        this.text = text;
        this.type = type;
    }

    private ColonnadeException invalid() {
        return new ColonnadeException(
                ErrorCode.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + type.kind().sqlName() + ": \"" + text + "\"");
    }

    private ColonnadeException outOfRange() {
        return new ColonnadeException(
                ErrorCode.DATETIME_OVERFLOW,
                "date/time field value out of range: \"" + text + "\"");
    }

    private Matcher stamp() {
        Matcher matcher = STAMP.matcher(text);
        if (!matcher.matches()) {
            throw invalid();
        }
        return matcher;
    }

    /** Days since 1970-01-01; a time and a zone are checked and dropped. */
    long date() {
        return day(stamp());
    }

    private long day(Matcher matcher) {
        int year = Integer.parseInt(matcher.group(1));
        try {
            return LocalDate.of(
                            matcher.group(13) == null ? year : 1 - year,
                            Integer.parseInt(matcher.group(2)),
                            Integer.parseInt(matcher.group(3)))
                    .toEpochDay();
        } catch (DateTimeException e) {
            throw outOfRange();
        }
    }

    /** Microseconds since midnight. */
    long time() {
        Matcher matcher = TIME_ONLY.matcher(text);
        if (!matcher.matches()) {
            throw invalid();
        }
        return timeOfDay(matcher, 1);
    }

    private long timeOfDay(Matcher matcher, int group) {
        if (matcher.group(group) == null) {
            return 0;
        }
        int hour = Integer.parseInt(matcher.group(group));
        int minute = Integer.parseInt(matcher.group(group + 1));
        int second =
                matcher.group(group + 2) == null ? 0 : Integer.parseInt(matcher.group(group + 2));
        long micros = fraction(matcher.group(group + 3));
        long seconds = hour * 3600L + minute * 60L + second;
        if (minute > 59 || second > 60 || seconds > SECONDS_PER_DAY) {
            throw outOfRange();
        }
        return seconds * TimeText.MICROS_PER_SECOND + micros;
    }

    /** Digits after the point, rounded to microseconds. */
    private static long fraction(String digits) {
        if (digits == null) {
            return 0;
        }
        long value = Long.parseLong(digits);
        for (int i = digits.length(); i < FRACTION_DIGITS; i++) {
            value *= 10;
        }
        for (int i = digits.length(); i > FRACTION_DIGITS; i--) {
            value = i == FRACTION_DIGITS + 1 ? (value + 5) / 10 : value / 10;
        }
        return value;
    }

    /** Microseconds since 1970-01-01 00:00:00 as written; a zone is dropped. */
    long timestamp() {
        Matcher matcher = stamp();
        return micros(day(matcher), timeOfDay(matcher, 4));
    }

    private long micros(long day, long time) {
        try {
            return Math.addExact(Math.multiplyExact(day, TimeText.MICROS_PER_DAY), time);
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    /** Microseconds since 1970-01-01 00:00:00 UTC; without a zone it is the session's. */
    long instant(ZoneId sessionZone) {
        Matcher matcher = stamp();
        long local = micros(day(matcher), timeOfDay(matcher, 4));
        return local - offset(matcher, local, sessionZone) * TimeText.MICROS_PER_SECOND;
    }

    private long offset(Matcher matcher, long localMicros, ZoneId sessionZone) {
        if (matcher.group(12) != null) {
            return 0;
        }
        if (matcher.group(8) != null) {
            int seconds =
                    Integer.parseInt(matcher.group(9)) * 3600
                            + number(matcher.group(10)) * 60
                            + number(matcher.group(11));
            return matcher.group(8).equals("-") ? -seconds : seconds;
        }
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(localMicros, TimeText.MICROS_PER_SECOND), 0, ZoneOffset.UTC);
        return sessionZone.getRules().getOffset(local).getTotalSeconds();
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
