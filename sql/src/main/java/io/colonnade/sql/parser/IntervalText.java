package io.colonnade.sql.parser;

import org.apache.calcite.avatica.util.TimeUnit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PostgreSQL's interval strings: {@code 3 months}, {@code 1 day 02:30}, {@code 1-2}, {@code
 * P1Y2M}, {@code 2 weeks ago}.
 *
 * @param months the year-month part
 * @param micros the day-time part; a day counts 24 hours
 * @param single the unit when the text is one whole number of it, else null
 * @param count the number of that unit
 */
record IntervalText(long months, long micros, TimeUnit single, long count) {
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;

    /** A unit's size in months or in microseconds, and Calcite's unit if it has one. */
    private record Unit(boolean inMonths, long size, TimeUnit calcite) {}

    private static final Map<String, Unit> UNITS =
            Map.ofEntries(
                    Map.entry("millennium", new Unit(true, 12_000, null)),
                    Map.entry("century", new Unit(true, 1_200, null)),
                    Map.entry("decade", new Unit(true, 120, null)),
                    Map.entry("year", new Unit(true, 12, TimeUnit.YEAR)),
                    Map.entry("quarter", new Unit(true, 3, null)),
                    Map.entry("month", new Unit(true, 1, TimeUnit.MONTH)),
                    Map.entry("week", new Unit(false, 7 * DAY, null)),
                    Map.entry("day", new Unit(false, DAY, TimeUnit.DAY)),
                    Map.entry("hour", new Unit(false, 3_600 * SECOND, TimeUnit.HOUR)),
                    Map.entry("minute", new Unit(false, 60 * SECOND, TimeUnit.MINUTE)),
                    Map.entry("second", new Unit(false, SECOND, TimeUnit.SECOND)),
                    Map.entry("millisecond", new Unit(false, 1_000, null)),
                    Map.entry("microsecond", new Unit(false, 1, null)));

    private static final Pattern PART =
            Pattern.compile(
                    "\\G\\s*(?:"
                            + "(?<sign>[+-]?)(?<hours>\\d+):(?<minutes>\\d+)"
                            + "(?::(?<seconds>\\d+(?:\\.\\d*)?))?"
                            + "|(?<yearSign>[+-]?)(?<years>\\d+)-(?<yearMonths>\\d+)"
                            + "|(?<number>[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*(?<unit>[a-zA-Z]*)"
                            + ")");
    private static final Pattern ISO =
            Pattern.compile("P(?<date>(?:[+-]?\\d+[YMWD])*)(?:T(?<time>(?:[+-]?[\\d.]+[HMS])+))?");

    /** The interval, or empty when the text is none. */
    static Optional<IntervalText> parse(String text) {
        String trimmed = text.strip();
        try {
            return trimmed.startsWith("P") ? parseIso(trimmed) : parseWords(trimmed);
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }

    private static Optional<IntervalText> parseWords(String text) {
        String body = text.startsWith("@") ? text.substring(1) : text;
        boolean ago = body.toLowerCase(Locale.ROOT).endsWith(" ago");
        if (ago) {
            body = body.substring(0, body.length() - " ago".length()).stripTrailing();
        }
        Sum sum = new Sum();
        Matcher part = PART.matcher(body);
        int end = 0;
        while (end < body.length()) {
            if (!part.find() || !sum.add(part)) {
                return Optional.empty();
            }
            end = part.end();
        }
        return sum.parts == 0 ? Optional.empty() : Optional.of(sum.result(ago));
    }

    private static Optional<IntervalText> parseIso(String text) {
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            return Optional.empty();
        }
        Sum sum = new Sum();
        sum.addIso(iso.group("date"), Map.of('Y', "year", 'M', "month", 'W', "week", 'D', "day"));
        if (iso.group("time") != null) {
            sum.addIso(iso.group("time"), Map.of('H', "hour", 'M', "minute", 'S', "second"));
        }
        return sum.parts == 0 ? Optional.empty() : Optional.of(sum.result(false));
    }

    /** The canonical name of a unit or of one of its abbreviations, or null. */
    private static Unit unit(String word) {
        String name = DatePart.unitName(word.toLowerCase(Locale.ROOT));
        return name == null ? null : UNITS.get(name);
    }

    /** Adds up the parts of one text. */
    private static final class Sum {
        private long months;
        private long micros;
        private int parts;
        private TimeUnit single;
        private long count;

        private boolean add(Matcher part) {
            parts++;
            if (part.group("hours") != null) {
                addClock(part);
                return true;
            }
            if (part.group("years") != null) {
                long sign = part.group("yearSign").equals("-") ? -1 : 1;
                long years = Long.parseLong(part.group("years"));
                months += sign * (years * 12 + Long.parseLong(part.group("yearMonths")));
                return true;
            }
            String word = part.group("unit");
            return addNumber(
                    new BigDecimal(part.group("number")), word.isEmpty() ? "second" : word);
        }

        private void addClock(Matcher part) {
            BigDecimal seconds =
                    new BigDecimal(part.group("seconds") == null ? "0" : part.group("seconds"));
            long clock =
                    Long.parseLong(part.group("hours")) * 3_600 * SECOND
                            + Long.parseLong(part.group("minutes")) * 60 * SECOND
                            + micros(seconds, SECOND);
            micros += part.group("sign").equals("-") ? -clock : clock;
        }

        private boolean addNumber(BigDecimal number, String word) {
            Unit unit = unit(word);
            if (unit == null) {
                return false;
            }
            boolean whole = number.stripTrailingZeros().scale() <= 0;
            single = parts == 1 && whole ? unit.calcite() : null;
            count = single == null ? 0 : number.longValueExact();
            if (!unit.inMonths()) {
                micros = Math.addExact(micros, micros(number, unit.size()));
                return true;
            }
            BigDecimal inMonths = number.multiply(BigDecimal.valueOf(unit.size()));
            BigDecimal wholeMonths = inMonths.setScale(0, RoundingMode.DOWN);
            months = Math.addExact(months, wholeMonths.longValueExact());
            micros = Math.addExact(micros, micros(inMonths.subtract(wholeMonths), 30 * DAY));
            return true;
        }

        private void addIso(String text, Map<Character, String> units) {
            int from = 0;
            for (int i = 0; i < text.length(); i++) {
                String word = units.get(text.charAt(i));
                if (word != null) {
                    parts++;
                    addNumber(new BigDecimal(text.substring(from, i)), word);
                    from = i + 1;
                }
            }
        }

        private static long micros(BigDecimal number, long size) {
            return number.multiply(BigDecimal.valueOf(size))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        }

        private IntervalText result(boolean negated) {
            TimeUnit unit = parts == 1 ? single : null;
            int sign = negated ? -1 : 1;
            return new IntervalText(sign * months, sign * micros, unit, sign * count);
        }
    }
}
