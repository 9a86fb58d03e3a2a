package io.colonnade.engine.kernel;

import io.colonnade.error.ColonnadeException;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Intervals as text in PostgreSQL's style: {@code 1 year 2 mons} for months, {@code 3 days
 * 04:05:06} for microseconds. Stateless.
 */
public final class IntervalText {
    /** Most bytes that the write methods need. */
    public static final int MAX_BYTES = 48;

    private IntervalText() {}

    /** Reads an interval of years and months. */
    public static int parseMonths(byte[] b, int start, int length) {
        BigDecimal[] sums = parse(b, start, length);
        if (sums[1].signum() != 0) {
            throw ColonnadeException.notSupported("an interval with both months and days or times");
        }
        return exact(sums[0], b, start, length).intValue();
    }

    /** Reads an interval of weeks, days and smaller units. */
    public static long parseMicros(byte[] b, int start, int length) {
        BigDecimal[] sums = parse(b, start, length);
        if (sums[0].signum() != 0) {
            throw ColonnadeException.notSupported("an interval with both months and days or times");
        }
        BigDecimal micros = sums[1].setScale(0, RoundingMode.HALF_UP);
        if (micros.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw Overflow.of(SqlType.INTERVAL_MICROS);
        }
        return micros.longValue();
    }

    private static BigDecimal exact(BigDecimal months, byte[] b, int start, int length) {
        BigDecimal whole = months.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(months) != 0 || whole.abs().longValue() > Integer.MAX_VALUE) {
            throw TextErrors.timeRange(b, start, length);
        }
        return whole;
    }

    /** Sums of months and of microseconds. */
    private static BigDecimal[] parse(byte[] b, int start, int length) {
        String text =
                new String(b, start, length, StandardCharsets.UTF_8)
                        .trim()
                        .toLowerCase(Locale.ROOT);
        boolean ago = text.endsWith(" ago");
        String[] tokens = (ago ? text.substring(0, text.length() - 4) : text).split("[\\s@]+");
        BigDecimal months = BigDecimal.ZERO;
        BigDecimal micros = BigDecimal.ZERO;
        for (int i = 0; i < tokens.length; i++) {
            String token = tokens[i];
            if (token.isEmpty()) {
                continue;
            }
            try {
                if (token.indexOf(':') >= 0) {
                    micros = micros.add(clock(token));
                    continue;
                }
                int unitAt = unitStart(token);
                BigDecimal number = new BigDecimal(token.substring(0, unitAt));
                String unit = token.substring(unitAt);
                if (unit.isEmpty()) {
                    unit = i + 1 < tokens.length ? tokens[++i] : "second";
                }
                int unitMonths = monthsOf(unit);
                if (unitMonths != 0) {
                    months = months.add(number.multiply(BigDecimal.valueOf(unitMonths)));
                } else {
                    micros = micros.add(number.multiply(BigDecimal.valueOf(microsOf(unit))));
                }
            } catch (NumberFormatException e) {
                throw TextErrors.timeSyntax("interval", b, start, length);
            }
        }
        if (text.isEmpty()) {
            throw TextErrors.timeSyntax("interval", b, start, length);
        }
        return ago
                ? new BigDecimal[] {months.negate(), micros.negate()}
                : new BigDecimal[] {months, micros};
    }

    private static int unitStart(String token) {
        int p = 0;
        while (p < token.length() && !Character.isLetter(token.charAt(p))) {
            p++;
        }
        return p;
    }

    private static BigDecimal clock(String token) {
        boolean negative = token.startsWith("-");
        String[] parts = token.substring(negative || token.startsWith("+") ? 1 : 0).split(":", -1);
        BigDecimal seconds = BigDecimal.ZERO;
        for (int i = 0; i < 3; i++) {
            seconds = seconds.multiply(BigDecimal.valueOf(60));
            if (i < parts.length) {
                seconds = seconds.add(new BigDecimal(parts[i]));
            }
        }
        BigDecimal micros = seconds.multiply(BigDecimal.valueOf(CivilDate.MICROS_PER_SECOND));
        return negative ? micros.negate() : micros;
    }

    /** 0 for units that are not made of months. */
    private static int monthsOf(String unit) {
        return switch (unit) {
            case "y", "yr", "yrs", "year", "years" -> 12;
            case "mon", "mons", "month", "months" -> 1;
            case "quarter", "quarters", "qtr" -> 3;
            case "decade", "decades" -> 120;
            case "century", "centuries" -> 1200;
            case "millennium", "millennia" -> 12_000;
            default -> 0;
        };
    }

    private static long microsOf(String unit) {
        return switch (unit) {
            case "w", "week", "weeks" -> 7 * CivilDate.MICROS_PER_DAY;
            case "d", "day", "days" -> CivilDate.MICROS_PER_DAY;
            case "h", "hr", "hrs", "hour", "hours" -> CivilDate.MICROS_PER_HOUR;
            case "m", "min", "mins", "minute", "minutes" -> CivilDate.MICROS_PER_MINUTE;
            case "s", "sec", "secs", "second", "seconds" -> CivilDate.MICROS_PER_SECOND;
            case "ms", "msec", "msecs", "millisecond", "milliseconds" -> 1000;
            case "us", "usec", "usecs", "microsecond", "microseconds" -> 1;
            default -> throw new NumberFormatException(unit);
        };
    }

    /** Writes e.g. {@code 1 year 2 mons}; returns the offset after the last byte. */
    public static int writeMonths(int months, byte[] target, int offset) {
        int years = months / 12;
        int rest = months % 12;
        int p = offset;
        if (years != 0) {
            p = writeUnit(years, "year", target, p);
        }
        if (rest != 0) {
            p = years != 0 ? Ascii.write(" ", target, p) : p;
            p = writeUnit(rest, "mon", target, p);
        }
        return months == 0 ? Ascii.write("00:00:00", target, p) : p;
    }

    /** Writes e.g. {@code 3 days 04:05:06.5}. */
    public static int writeMicros(long micros, byte[] target, int offset) {
        long days = micros / CivilDate.MICROS_PER_DAY;
        long time = micros % CivilDate.MICROS_PER_DAY;
        int p = offset;
        if (days != 0) {
            p = writeUnit(days, "day", target, p);
            if (time == 0) {
                return p;
            }
            target[p++] = ' ';
        }
        if (time < 0) {
            target[p++] = '-';
        } else if (days < 0) {
            target[p++] = '+';
        }
        return TimeText.write(Math.abs(time), target, p);
    }

    private static int writeUnit(long count, String unit, byte[] target, int offset) {
        int p = IntegerText.write(count, target, offset);
        target[p++] = ' ';
        p = Ascii.write(unit, target, p);
        return count == 1 ? p : Ascii.write("s", target, p);
    }
}
