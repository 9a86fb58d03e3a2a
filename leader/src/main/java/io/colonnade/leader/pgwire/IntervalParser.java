package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads intervals as PostgreSQL and its drivers write them: {@code 1 year 2 mons 3 days
 * 04:05:06.7}, {@code 2 hours 30 mins}, {@code @ 1 day ago}. Used once.
 */
final class IntervalParser {
    private static final Pattern FIELD =
            Pattern.compile("\\s*([+-]?\\d*\\.?\\d+)\\s*([A-Za-z]+)\\s*");
    private static final Pattern TIME =
            Pattern.compile("\\s*([+-]?)(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d+)?))?\\s*");
    private static final int MONTHS_PER_YEAR = 12;

    private final String text;
    private BigDecimal months = BigDecimal.ZERO;
    private BigDecimal micros = BigDecimal.ZERO;

    IntervalParser(String text) {
        this.text = text;
        parse();
    }

    private ColonnadeException invalid() {
        return new ColonnadeException(
                ErrorCode.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type interval: \"" + text + "\"");
    }

    private void parse() {
        String rest = text.strip().toLowerCase(Locale.ROOT);
        if (rest.startsWith("@")) {
            rest = rest.substring(1).strip();
        }
        boolean ago = rest.endsWith("ago");
        if (ago) {
            rest = rest.substring(0, rest.length() - 3).strip();
        }
        if (rest.isEmpty()) {
            throw invalid();
        }
        while (!rest.isEmpty()) {
            Matcher time = TIME.matcher(rest);
            Matcher field = FIELD.matcher(rest);
            if (time.lookingAt()) {
                addTime(time);
                rest = rest.substring(time.end());
            } else if (field.lookingAt()) {
                add(new BigDecimal(field.group(1)), field.group(2));
                rest = rest.substring(field.end());
            } else {
                throw invalid();
            }
        }
        if (ago) {
            months = months.negate();
            micros = micros.negate();
        }
    }

    private void addTime(Matcher time) {
        BigDecimal seconds =
                new BigDecimal(time.group(2))
                        .multiply(BigDecimal.valueOf(3600))
                        .add(new BigDecimal(time.group(3)).multiply(BigDecimal.valueOf(60)))
                        .add(
                                time.group(4) == null
                                        ? BigDecimal.ZERO
                                        : new BigDecimal(time.group(4)));
        addMicros(
                time.group(1).equals("-") ? seconds.negate() : seconds, TimeText.MICROS_PER_SECOND);
    }

    private void add(BigDecimal count, String unit) {
        switch (unit) {
            case "year", "years", "y", "yr", "yrs" -> addMonths(count, MONTHS_PER_YEAR);
            case "month", "months", "mon", "mons" -> addMonths(count, 1);
            case "week", "weeks", "w" -> addMicros(count, 7 * TimeText.MICROS_PER_DAY);
            case "day", "days", "d" -> addMicros(count, TimeText.MICROS_PER_DAY);
            case "hour", "hours", "h", "hr", "hrs" ->
                    addMicros(count, 3600 * TimeText.MICROS_PER_SECOND);
            case "minute", "minutes", "min", "mins", "m" ->
                    addMicros(count, 60 * TimeText.MICROS_PER_SECOND);
            case "second", "seconds", "sec", "secs", "s" ->
                    addMicros(count, TimeText.MICROS_PER_SECOND);
            case "millisecond", "milliseconds", "ms" -> addMicros(count, 1000);
            case "microsecond", "microseconds", "us" -> addMicros(count, 1);
            default -> throw invalid();
        }
    }

    private void addMonths(BigDecimal count, long size) {
        months = months.add(count.multiply(BigDecimal.valueOf(size)));
    }

    private void addMicros(BigDecimal count, long size) {
        micros = micros.add(count.multiply(BigDecimal.valueOf(size)));
    }

    /** An interval of years and months only. */
    long months() {
        if (micros.signum() != 0) {
            throw ColonnadeException.notSupported("an interval of both months and days");
        }
        return exact(months);
    }

    /** An interval of days and time only. */
    long micros() {
        if (months.signum() != 0) {
            throw ColonnadeException.notSupported("an interval of both months and days");
        }
        return exact(micros);
    }

    private long exact(BigDecimal value) {
        try {
            return value.setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (ArithmeticException e) {
            throw new ColonnadeException(
                    ErrorCode.DATETIME_OVERFLOW,
                    "interval field value out of range: \"" + text + "\"");
        }
    }
}
