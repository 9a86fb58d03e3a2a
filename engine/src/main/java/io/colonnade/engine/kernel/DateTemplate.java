package io.colonnade.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A date format of TO_CHAR, TO_DATE and TO_TIMESTAMP taken apart, as PostgreSQL defines them.
 * Immutable.
 */
final class DateTemplate {
    /** What one part of the template stands for. */
    enum Field {
        HOUR_12,
        HOUR_24,
        MINUTE,
        SECOND,
        MILLIS,
        MICROS,
        SECONDS_OF_DAY,
        FRACTION,
        MERIDIEM,
        MERIDIEM_DOTS,
        YEAR_COMMA,
        YEAR_4,
        YEAR_3,
        YEAR_2,
        YEAR_1,
        ISO_YEAR_4,
        ISO_YEAR_3,
        ISO_YEAR_2,
        ISO_YEAR_1,
        ERA,
        ERA_DOTS,
        MONTH_NAME,
        MONTH_SHORT,
        MONTH,
        DAY_NAME,
        DAY_SHORT,
        DAY_OF_YEAR,
        ISO_DAY_OF_YEAR,
        DAY,
        DAY_OF_WEEK,
        ISO_DAY_OF_WEEK,
        WEEK_OF_MONTH,
        WEEK_OF_YEAR,
        ISO_WEEK,
        CENTURY,
        JULIAN,
        QUARTER,
        ROMAN_MONTH,
        ZONE,
        ZONE_HOURS,
        ZONE_MINUTES,
        ZONE_OFFSET,
        LITERAL
    }

    /** How letters are written, as the template itself writes them. */
    enum Letters {
        UPPER,
        CAPITALISED,
        LOWER
    }

    /**
     * @param digits for FRACTION: how many
     * @param fill without padding (FM)
     * @param ordinal 0, or 'T' and 't' for a suffix TH or th
     */
    record Element(
            Field field, String text, Letters letters, int digits, boolean fill, char ordinal) {}

    /** Longer words before those they begin with. */
    private static final Object[][] WORDS = {
        {"Y,YYY", Field.YEAR_COMMA},
        {"MONTH", Field.MONTH_NAME},
        {"SSSSS", Field.SECONDS_OF_DAY},
        {"A.M.", Field.MERIDIEM_DOTS},
        {"P.M.", Field.MERIDIEM_DOTS},
        {"A.D.", Field.ERA_DOTS},
        {"B.C.", Field.ERA_DOTS},
        {"HH24", Field.HOUR_24},
        {"HH12", Field.HOUR_12},
        {"SSSS", Field.SECONDS_OF_DAY},
        {"YYYY", Field.YEAR_4},
        {"IYYY", Field.ISO_YEAR_4},
        {"IDDD", Field.ISO_DAY_OF_YEAR},
        {"YYY", Field.YEAR_3},
        {"IYY", Field.ISO_YEAR_3},
        {"MON", Field.MONTH_SHORT},
        {"DAY", Field.DAY_NAME},
        {"DDD", Field.DAY_OF_YEAR},
        {"TZH", Field.ZONE_HOURS},
        {"TZM", Field.ZONE_MINUTES},
        {"FF1", Field.FRACTION},
        {"FF2", Field.FRACTION},
        {"FF3", Field.FRACTION},
        {"FF4", Field.FRACTION},
        {"FF5", Field.FRACTION},
        {"FF6", Field.FRACTION},
        {"HH", Field.HOUR_12},
        {"MI", Field.MINUTE},
        {"SS", Field.SECOND},
        {"MS", Field.MILLIS},
        {"US", Field.MICROS},
        {"AM", Field.MERIDIEM},
        {"PM", Field.MERIDIEM},
        {"YY", Field.YEAR_2},
        {"IY", Field.ISO_YEAR_2},
        {"AD", Field.ERA},
        {"BC", Field.ERA},
        {"MM", Field.MONTH},
        {"DY", Field.DAY_SHORT},
        {"DD", Field.DAY},
        {"ID", Field.ISO_DAY_OF_WEEK},
        {"WW", Field.WEEK_OF_YEAR},
        {"IW", Field.ISO_WEEK},
        {"CC", Field.CENTURY},
        {"RM", Field.ROMAN_MONTH},
        {"TZ", Field.ZONE},
        {"OF", Field.ZONE_OFFSET},
        {"Y", Field.YEAR_1},
        {"I", Field.ISO_YEAR_1},
        {"D", Field.DAY_OF_WEEK},
        {"W", Field.WEEK_OF_MONTH},
        {"J", Field.JULIAN},
        {"Q", Field.QUARTER},
    };

    final List<Element> elements = new ArrayList<>();

    DateTemplate(String format) {
        int p = 0;
        boolean fill = false;
        while (p < format.length()) {
            if (format.regionMatches(true, p, "FM", 0, 2)) {
                fill = true;
                p += 2;
            } else if (format.regionMatches(true, p, "FX", 0, 2)
                    || format.regionMatches(true, p, "TM", 0, 2)) {
                p += 2;
            } else if (format.charAt(p) == '"') {
                p = quoted(format, p + 1);
            } else {
                int next = word(format, p, fill);
                fill = false;
                p = next;
            }
        }
    }

    private int quoted(String format, int from) {
        StringBuilder text = new StringBuilder();
        int p = from;
        while (p < format.length() && format.charAt(p) != '"') {
            if (format.charAt(p) == '\\' && p + 1 < format.length()) {
                p++;
            }
            text.append(format.charAt(p++));
        }
        literal(text.toString());
        return p + 1;
    }

    private int word(String format, int p, boolean fill) {
        for (Object[] entry : WORDS) {
            String word = (String) entry[0];
            if (!format.regionMatches(true, p, word, 0, word.length())) {
                continue;
            }
            String written = format.substring(p, p + word.length());
            int next = p + word.length();
            char ordinal = 0;
            if (format.regionMatches(true, next, "TH", 0, 2)) {
                ordinal = format.charAt(next);
                next += 2;
            }
            int digits = entry[1] == Field.FRACTION ? written.charAt(2) - '0' : 0;
            elements.add(
                    new Element(
                            (Field) entry[1], written, letters(written), digits, fill, ordinal));
            return next;
        }
        int from = format.charAt(p) == '\\' && p + 1 < format.length() ? p + 1 : p;
        int next = format.offsetByCodePoints(from, 1);
        literal(format.substring(from, next));
        return next;
    }

    private void literal(String text) {
        elements.add(new Element(Field.LITERAL, text, Letters.UPPER, 0, false, (char) 0));
    }

    private static Letters letters(String written) {
        if (written.equals(written.toLowerCase(Locale.ROOT))) {
            return Letters.LOWER;
        }
        return written.equals(written.toUpperCase(Locale.ROOT))
                ? Letters.UPPER
                : Letters.CAPITALISED;
    }
}
