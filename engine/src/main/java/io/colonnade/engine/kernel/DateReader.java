package io.colonnade.engine.kernel;

import io.colonnade.engine.kernel.DateTemplate.Element;
import io.colonnade.engine.kernel.DateTemplate.Field;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.Locale;

/** TO_DATE and TO_TIMESTAMP with one format. One worker's; holds the value being read. */
public final class DateReader {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String[] LONG_MONTHS = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    private static final String[] ROMAN = {
        "xii", "xi", "x", "ix", "viii", "vii", "vi", "iv", "v", "iii", "ii", "i"
    };
    private static final int[] ROMAN_MONTHS = {12, 11, 10, 9, 8, 7, 6, 4, 5, 3, 2, 1};

    private final DateTemplate template;

    private String text;
    private int p;
    private int year;
    private boolean hasYear;
    private int month;
    private int day;
    private int dayOfYear;
    private int isoWeek;
    private int isoDay;
    private int julian;
    private int hour;
    private int minute;
    private int second;
    private long micros;
    private long secondsOfDay;
    private boolean twelveHours;
    private boolean afternoon;
    private boolean beforeChrist;
    private Integer zoneSeconds;

    public DateReader(String format) {
        template = new DateTemplate(format);
    }

    /** Reads a text; then {@link #days} and {@link #moment} give the value. */
    public void read(String value) {
        text = value;
        p = 0;
        year = 0;
        hasYear = false;
        month = 0;
        day = 0;
        dayOfYear = 0;
        isoWeek = 0;
        isoDay = 0;
        julian = Integer.MIN_VALUE;
        hour = 0;
        minute = 0;
        second = 0;
        micros = 0;
        secondsOfDay = -1;
        twelveHours = false;
        afternoon = false;
        beforeChrist = false;
        zoneSeconds = null;
        for (int i = 0; i < template.elements.size(); i++) {
            Element next = i + 1 < template.elements.size() ? template.elements.get(i + 1) : null;
            read(template.elements.get(i), next);
        }
    }

    private void read(Element e, Element next) {
        if (e.field() == Field.LITERAL) {
            // a separator in the format matches any run of separators in the text, or nothing
            boolean separator = !Character.isLetterOrDigit(e.text().codePointAt(0));
            if (separator) {
                skipSeparators();
            } else {
                p = Math.min(text.length(), p + e.text().length());
            }
            return;
        }
        while (p < text.length() && Character.isWhitespace(text.charAt(p))) {
            p++;
        }
        boolean limited = next != null && next.field() != Field.LITERAL;
        switch (e.field()) {
            case HOUR_12 -> {
                hour = number(2, limited);
                twelveHours = true;
            }
            case HOUR_24 -> hour = number(2, limited);
            case MINUTE -> minute = number(2, limited);
            case SECOND -> second = number(2, limited);
            case MILLIS -> micros = fraction(3);
            case MICROS -> micros = fraction(6);
            case FRACTION -> micros = fraction(e.digits());
            case SECONDS_OF_DAY -> secondsOfDay = number(5, limited);
            case MERIDIEM, MERIDIEM_DOTS -> {
                afternoon = letter('p');
                skipLetters(e.text().length());
                twelveHours = true;
            }
            case ERA, ERA_DOTS -> {
                beforeChrist = letter('b');
                skipLetters(e.text().length());
            }
            case ZONE_HOURS -> zoneHours();
            case ZONE_MINUTES -> {
                int minutes = number(2, limited) * 60;
                int hours = zoneSeconds == null ? 0 : zoneSeconds;
                zoneSeconds = hours < 0 ? hours - minutes : hours + minutes;
            }
            default -> readDay(e, limited);
        }
        if (e.ordinal() != 0) {
            skipLetters(2);
        }
    }

    private void readDay(Element e, boolean limited) {
        switch (e.field()) {
            case YEAR_COMMA -> {
                int thousands = number(3, true);
                p += p < text.length() && text.charAt(p) == ',' ? 1 : 0;
                setYear(thousands * 1000 + number(3, true), 4);
            }
            case YEAR_4, ISO_YEAR_4 -> setYear(number(4, limited), 4);
            case YEAR_3, ISO_YEAR_3 -> readYear(limited ? 3 : 9);
            case YEAR_2, ISO_YEAR_2 -> readYear(limited ? 2 : 9);
            case YEAR_1, ISO_YEAR_1 -> readYear(limited ? 1 : 9);
            case MONTH_NAME, MONTH_SHORT -> monthName();
            case MONTH -> month = number(2, limited);
            case DAY_NAME, DAY_SHORT -> skipWord();
            case DAY_OF_YEAR -> dayOfYear = number(3, limited);
            case DAY -> day = number(2, limited);
            case ISO_WEEK -> isoWeek = number(2, limited);
            case ISO_DAY_OF_WEEK -> isoDay = number(1, limited);
            case JULIAN -> julian = number(9, limited) - DateWriter.JULIAN_EPOCH;
            case ROMAN_MONTH -> romanMonth();
            case CENTURY -> {
                if (!hasYear) {
                    setYear((number(2, limited) - 1) * 100 + 1, 4);
                }
            }
            case DAY_OF_WEEK, WEEK_OF_MONTH, WEEK_OF_YEAR, QUARTER -> number(2, limited);
            default ->
                    throw new ColonnadeException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "formatting field \"" + e.text() + "\" is only supported in to_char");
        }
    }

    private void readYear(int width) {
        int from = p;
        int value = number(width, true);
        setYear(value, p - from);
    }

    /** Years of up to two digits are those nearest to 2020, as in PostgreSQL. */
    private void setYear(int value, int width) {
        hasYear = true;
        year =
                switch (width) {
                    case 1, 2 -> value < 70 ? value + 2000 : value + 1900;
                    case 3 -> value < 100 ? value + 2000 : value + (value < 520 ? 2000 : 1000);
                    default -> value;
                };
    }

    /** A number of at most that many digits; any number of digits when not limited. */
    private int number(int digits, boolean limited) {
        int from = p;
        long value = 0;
        boolean negative = p < text.length() && (text.charAt(p) == '-' || text.charAt(p) == '+');
        if (negative) {
            p++;
            from++;
        }
        int most = limited ? digits : Math.max(digits, 9);
        while (p < text.length() && p - from < most && isDigit(text.charAt(p))) {
            value = value * 10 + text.charAt(p) - '0';
            p++;
        }
        if (p == from) {
            throw invalid();
        }
        return (int) value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private long fraction(int digits) {
        int from = p;
        long value = 0;
        while (p < text.length() && p - from < 6 && isDigit(text.charAt(p))) {
            value = value * 10 + text.charAt(p) - '0';
            p++;
        }
        if (p == from || p - from > digits && digits < 6) {
            throw invalid();
        }
        return value * Powers.ten(6 - (p - from));
    }

    private boolean letter(char lower) {
        return p < text.length() && Character.toLowerCase(text.charAt(p)) == lower;
    }

    private void skipLetters(int count) {
        for (int i = 0; i < count && p < text.length(); i++) {
            char c = text.charAt(p);
            if (!Character.isLetter(c) && c != '.') {
                break;
            }
            p++;
        }
    }

    private void skipWord() {
        while (p < text.length() && Character.isLetter(text.charAt(p))) {
            p++;
        }
    }

    private void skipSeparators() {
        while (p < text.length() && !Character.isLetterOrDigit(text.charAt(p))) {
            boolean isSign =
                    (text.charAt(p) == '-' || text.charAt(p) == '+') && hour + minute + second > 0;
            if (isSign) {
                return;
            }
            p++;
        }
    }

    private void monthName() {
        String rest = text.substring(p).toLowerCase(Locale.ROOT);
        int at = rest.length() < 3 ? -1 : MONTHS.indexOf(rest.substring(0, 3));
        if (at < 0 || at % 3 != 0) {
            throw invalid();
        }
        month = at / 3 + 1;
        p += rest.startsWith(LONG_MONTHS[month - 1]) ? LONG_MONTHS[month - 1].length() : 3;
    }

    private void romanMonth() {
        String rest = text.substring(p).toLowerCase(Locale.ROOT);
        for (int i = 0; i < ROMAN.length; i++) {
            if (rest.startsWith(ROMAN[i])) {
                month = ROMAN_MONTHS[i];
                p += ROMAN[i].length();
                return;
            }
        }
        throw invalid();
    }

    private void zoneHours() {
        boolean negative = p < text.length() && text.charAt(p) == '-';
        int hours = number(2, true);
        zoneSeconds = (negative ? -hours : hours) * 3600;
    }

    private ColonnadeException invalid() {
        return new ColonnadeException(
                ErrorCode.INVALID_DATETIME_FORMAT,
                "invalid value \""
                        + text.substring(Math.min(p, text.length()))
                        + "\" in \""
                        + text
                        + "\"");
    }

    private ColonnadeException range() {
        return new ColonnadeException(
                ErrorCode.DATETIME_OVERFLOW,
                "date/time field value out of range: \"" + text + "\"");
    }

    /** Days since 1970-01-01. */
    public int days() {
        if (julian != Integer.MIN_VALUE) {
            return julian;
        }
        int y = hasYear ? beforeChrist ? 1 - year : year : beforeChrist ? 0 : 0;
        if (isoWeek > 0) {
            int firstWeek = CivilDate.weekStart(CivilDate.toDays(y, 1, 4));
            return firstWeek + (isoWeek - 1) * 7 + Math.max(isoDay, 1) - 1;
        }
        if (dayOfYear > 0) {
            if (dayOfYear > (CivilDate.isLeap(y) ? 366 : 365)) {
                throw range();
            }
            return CivilDate.toDays(y, 1, 1) + dayOfYear - 1;
        }
        int m = Math.max(month, 1);
        int d = Math.max(day, 1);
        if (m > 12 || y > DateText.MOST_YEAR || d > CivilDate.monthLength(y, m)) {
            throw range();
        }
        return CivilDate.toDays(y, m, d);
    }

    /** Local microseconds since 1970-01-01, or UTC when the text has a zone. */
    public long moment() {
        if (minute > 59 || second > 60 || hour > (twelveHours ? 12 : 24)) {
            throw range();
        }
        if (twelveHours && hour < 1) {
            throw range();
        }
        int h = twelveHours ? hour % 12 + (afternoon ? 12 : 0) : hour;
        long seconds = secondsOfDay >= 0 ? secondsOfDay : (h * 60L + minute) * 60 + second;
        long local =
                days() * CivilDate.MICROS_PER_DAY + seconds * CivilDate.MICROS_PER_SECOND + micros;
        return zoneSeconds == null ? local : local - zoneSeconds * CivilDate.MICROS_PER_SECOND;
    }

    /** Whether nothing but blanks follows what was read. */
    public boolean atEnd() {
        return text.substring(p).isBlank();
    }

    public boolean hasZone() {
        return zoneSeconds != null;
    }
}
