package io.colonnade.engine.kernel;

import io.colonnade.error.ColonnadeException;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Reads dates and times in the notations that PostgreSQL reads with DateStyle ISO, MDY. The slow
 * way behind the fast paths of {@link DateText} and {@link TimestampText}; one instance per value.
 */
final class DateTimeScanner {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String WEEKDAYS = "sunmontuewedthufrisat";

    private final String typeName;
    private final boolean isTimeOnly;
    private final byte[] bytes;
    private final int start;
    private final int length;
    private final String text;
    private int p;

    private int year = Integer.MIN_VALUE;
    private int month;
    private int day;
    private long time = -1;
    private boolean windowed;
    private boolean beforeChrist;
    private ZoneId zone;

    DateTimeScanner(String typeName, byte[] bytes, int start, int length) {
        this.typeName = typeName;
        this.isTimeOnly = typeName.startsWith("time without");
        this.bytes = bytes;
        this.start = start;
        this.length = length;
        this.text = new String(bytes, start, length, StandardCharsets.UTF_8).trim();
        scan();
    }

    private void scan() {
        while (p < text.length()) {
            char c = text.charAt(p);
            if (c == ' ' || c == ',' || c == '\t') {
                p++;
            } else if (isDigit(c)) {
                number();
            } else if (Character.isLetter(c)) {
                word();
            } else if ((c == '+' || c == '-') && (time >= 0 || hasDate())) {
                offset();
            } else if (c == '-' && month > 0 && time < 0 && year == Integer.MIN_VALUE) {
                p++;
            } else {
                throw syntax();
            }
        }
    }

    private void number() {
        int from = p;
        int value = digits();
        int width = p - from;
        char next = p < text.length() ? text.charAt(p) : ' ';
        if (next == ':') {
            clock(value);
        } else if ((next == '-' || next == '/' || next == '.')
                && year == Integer.MIN_VALUE
                && month == 0) {
            dateParts(value, width, next);
        } else if (width == 8 && month == 0) {
            year = value / 10_000;
            month = value / 100 % 100;
            day = value % 100;
        } else if (isTimeOnly && (width == 6 || width == 4)) {
            int padded = width == 4 ? value * 100 : value;
            setTime(padded / 10_000, padded / 100 % 100, padded % 100, fraction());
        } else if (width == 6 && year == Integer.MIN_VALUE && month == 0) {
            year = fullYear(value / 10_000, 2);
            month = value / 100 % 100;
            day = value % 100;
        } else if (width == 6 && year != Integer.MIN_VALUE && time < 0) {
            setTime(value / 10_000, value / 100 % 100, value % 100, fraction());
        } else if (day == 0 && width <= 2) {
            day = value;
        } else if (year == Integer.MIN_VALUE) {
            year = fullYear(value, width);
        } else {
            throw syntax();
        }
    }

    private void dateParts(int first, int width, char separator) {
        p++;
        int from = p;
        boolean named = p < text.length() && Character.isLetter(text.charAt(p));
        int second = named ? monthName(letters()) : digits();
        if (p == from || p >= text.length() || text.charAt(p) != separator) {
            throw syntax();
        }
        p++;
        from = p;
        int third = digits();
        int thirdWidth = p - from;
        if (thirdWidth == 0) {
            throw syntax();
        }
        if (width >= 3) {
            year = first;
            month = second;
            day = third;
        } else {
            year = fullYear(third, thirdWidth);
            month = named ? second : first;
            day = named ? first : second;
        }
    }

    /** Years of two digits are those from 1970 to 2069, unless BC follows. */
    private int fullYear(int value, int width) {
        windowed = width <= 2;
        return value;
    }

    private void clock(int hour) {
        p++;
        int minute = digits();
        int second = 0;
        long micros = 0;
        if (p < text.length() && text.charAt(p) == ':') {
            p++;
            second = digits();
            micros = fraction();
        }
        setTime(hour, minute, second, micros);
    }

    private void setTime(int hour, int minute, int second, long micros) {
        if (hour > 24 || minute > 59 || second > 60) {
            throw range();
        }
        time = ((hour * 60L + minute) * 60 + second) * CivilDate.MICROS_PER_SECOND + micros;
        if (time > CivilDate.MICROS_PER_DAY) {
            throw range();
        }
    }

    /** Microseconds of ".123456789", rounded; 0 when there is none. */
    private long fraction() {
        if (p >= text.length() || text.charAt(p) != '.') {
            return 0;
        }
        p++;
        long value = 0;
        int places = 0;
        while (p < text.length() && isDigit(text.charAt(p))) {
            if (places < 6) {
                value = value * 10 + text.charAt(p) - '0';
            } else if (places == 6 && text.charAt(p) >= '5') {
                value++;
            }
            places++;
            p++;
        }
        for (int i = places; i < 6; i++) {
            value *= 10;
        }
        return value;
    }

    private void word() {
        int from = p;
        String word = letters();
        switch (word) {
            case "t" -> requireDate();
            case "z", "utc", "gmt" -> zone = ZoneOffset.UTC;
            case "bc" -> beforeChrist = true;
            case "ad" -> requireDate();
            case "am", "pm" -> meridiem(word);
            case "epoch" -> {
                year = 1970;
                month = 1;
                day = 1;
                zone = ZoneOffset.UTC;
            }
            case "infinity" -> throw ColonnadeException.notSupported("the date 'infinity'");
            default -> nameOrZone(word, from);
        }
    }

    private void nameOrZone(String word, int from) {
        if (month == 0 && word.length() >= 3 && monthName(word) > 0) {
            month = monthName(word);
            if (p < text.length() && text.charAt(p) == '-') {
                p++;
            }
            return;
        }
        int weekday = word.length() >= 3 ? WEEKDAYS.indexOf(word.substring(0, 3)) : -1;
        if (weekday >= 0 && weekday % 3 == 0) {
            return;
        }
        if (time < 0) {
            throw syntax();
        }
        while (p < text.length() && text.charAt(p) != ' ') {
            p++;
        }
        try {
            zone = ZoneId.of(text.substring(from, p), ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw syntax();
        }
    }

    /** An offset may follow a date at once: drivers write dates so. */
    private boolean hasDate() {
        return year != Integer.MIN_VALUE && month > 0 && day > 0;
    }

    private void requireDate() {
        if (year == Integer.MIN_VALUE && day == 0) {
            throw syntax();
        }
    }

    private void meridiem(String word) {
        long hour = time / CivilDate.MICROS_PER_HOUR;
        if (time < 0 || hour < 1 || hour > 12) {
            throw range();
        }
        long within = hour == 12 ? time - 12 * CivilDate.MICROS_PER_HOUR : time;
        time = word.equals("pm") ? within + 12 * CivilDate.MICROS_PER_HOUR : within;
    }

    private static int monthName(String word) {
        if (word.length() < 3) {
            return 0;
        }
        int at = MONTHS.indexOf(word.substring(0, 3));
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }

    private void offset() {
        int sign = text.charAt(p) == '-' ? -1 : 1;
        p++;
        int from = p;
        int value = digits();
        int width = p - from;
        int minutes = width > 2 ? value / 100 * 60 + value % 100 : value * 60;
        int seconds = 0;
        if (p < text.length() && text.charAt(p) == ':') {
            p++;
            minutes += digits();
            if (p < text.length() && text.charAt(p) == ':') {
                p++;
                seconds = digits();
            }
        }
        int total = minutes * 60 + seconds;
        if (width == 0 || total >= 16 * 3600) {
            throw syntax();
        }
        zone = ZoneOffset.ofTotalSeconds(sign * total);
    }

    private int digits() {
        int from = p;
        long value = 0;
        while (p < text.length() && isDigit(text.charAt(p))) {
            value = Math.min(value * 10 + text.charAt(p) - '0', Integer.MAX_VALUE);
            p++;
        }
        if (p == from) {
            throw syntax();
        }
        return (int) value;
    }

    private String letters() {
        int from = p;
        while (p < text.length() && Character.isLetter(text.charAt(p))) {
            p++;
        }
        return text.substring(from, p).toLowerCase(Locale.ROOT);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Days since 1970-01-01. */
    int days() {
        if (year == Integer.MIN_VALUE || month == 0 || day == 0) {
            throw month > 12 || year == Integer.MIN_VALUE ? syntax() : range();
        }
        int shown = windowed && !beforeChrist ? year + (year < 70 ? 2000 : 1900) : year;
        int astronomical = beforeChrist ? 1 - shown : shown;
        if (shown == 0 && !beforeChrist
                || astronomical < DateText.LEAST_YEAR
                || astronomical > DateText.MOST_YEAR
                || month > 12
                || day > CivilDate.monthLength(astronomical, month)) {
            throw range();
        }
        return CivilDate.toDays(astronomical, month, day);
    }

    /** Microseconds since midnight, 0 when there is no time. */
    long time() {
        return Math.max(time, 0);
    }

    boolean hasTime() {
        return time >= 0;
    }

    /** The zone or offset in the text, or null. */
    ZoneId zone() {
        return zone;
    }

    ColonnadeException syntax() {
        return TextErrors.timeSyntax(typeName, bytes, start, length);
    }

    ColonnadeException range() {
        return TextErrors.timeRange(bytes, start, length);
    }
}
