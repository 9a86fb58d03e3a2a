package io.colonnade.engine.kernel;

import io.colonnade.engine.kernel.DateTemplate.Element;
import io.colonnade.engine.kernel.DateTemplate.Letters;

import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;

/** TO_CHAR of dates, moments and intervals with one format. One worker's. */
public final class DateWriter {
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    private static final String[] DAYS = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
    };
    private static final String[] ROMAN = {
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"
    };
    private static final int NAME_WIDTH = 9;

    /** Julian day of 1970-01-01. */
    static final int JULIAN_EPOCH = 2_440_588;

    private final DateTemplate template;
    private final TextBuilder number = new TextBuilder();

    // the moment being written
    private long year;
    private int month;
    private int day;
    private int days;
    private long time;
    private int offsetSeconds;
    private String zoneName = "";

    public DateWriter(String format) {
        template = new DateTemplate(format);
    }

    /** Writes a local moment. */
    public void write(long micros, TextBuilder out) {
        setMoment(micros);
        offsetSeconds = 0;
        zoneName = "";
        writeAll(out);
    }

    /** Writes a moment in UTC as a zone's clocks show it. */
    public void writeZoned(long utcMicros, ZoneId zone, TextBuilder out) {
        offsetSeconds = TimestampText.offsetSeconds(utcMicros, zone);
        zoneName = zone.getDisplayName(TextStyle.SHORT, Locale.ROOT);
        setMoment(utcMicros + offsetSeconds * CivilDate.MICROS_PER_SECOND);
        writeAll(out);
    }

    /** Writes an interval: its hours go on beyond 24 only as days do not. */
    public void writeInterval(long months, long micros, TextBuilder out) {
        year = months / 12;
        month = (int) (months % 12);
        days = (int) (micros / CivilDate.MICROS_PER_DAY);
        day = days;
        time = micros % CivilDate.MICROS_PER_DAY;
        offsetSeconds = 0;
        zoneName = "";
        writeAll(out);
    }

    private void setMoment(long micros) {
        days = CivilDate.dayOf(micros);
        time = CivilDate.timeOf(micros);
        long packed = CivilDate.pack(days);
        year = CivilDate.packedYear(packed);
        month = CivilDate.packedMonth(packed);
        day = CivilDate.packedDay(packed);
    }

    private void writeAll(TextBuilder out) {
        for (Element element : template.elements) {
            write(element, out);
        }
    }

    private void write(Element e, TextBuilder out) {
        long hour = time / CivilDate.MICROS_PER_HOUR;
        long shown = year > 0 ? year : 1 - year;
        long micros = Math.abs(time % CivilDate.MICROS_PER_SECOND);
        switch (e.field()) {
            case HOUR_12 -> number(e, hour % 12 == 0 ? 12 : hour % 12, 2, out);
            case HOUR_24 -> number(e, hour, 2, out);
            case MINUTE -> number(e, time / CivilDate.MICROS_PER_MINUTE % 60, 2, out);
            case SECOND -> number(e, time / CivilDate.MICROS_PER_SECOND % 60, 2, out);
            case MILLIS -> fraction(e, micros / 1000, 3, out);
            case MICROS -> fraction(e, micros, 6, out);
            case FRACTION -> fraction(e, micros / Powers.ten(6 - e.digits()), e.digits(), out);
            case SECONDS_OF_DAY -> number(e, time / CivilDate.MICROS_PER_SECOND, 1, out);
            case MERIDIEM -> letters(e, hour % 24 >= 12 ? "PM" : "AM", 0, out);
            case MERIDIEM_DOTS -> letters(e, hour % 24 >= 12 ? "P.M." : "A.M.", 0, out);
            case YEAR_COMMA -> {
                out.append(Long.toString(shown / 1000)).append(',');
                number(e, shown % 1000, 3, out);
            }
            case YEAR_4 -> number(e, shown, 4, out);
            case YEAR_3 -> number(e, shown % 1000, 3, out);
            case YEAR_2 -> number(e, shown % 100, 2, out);
            case YEAR_1 -> number(e, shown % 10, 1, out);
            case ISO_YEAR_4 -> number(e, isoYear(), 4, out);
            case ISO_YEAR_3 -> number(e, isoYear() % 1000, 3, out);
            case ISO_YEAR_2 -> number(e, isoYear() % 100, 2, out);
            case ISO_YEAR_1 -> number(e, isoYear() % 10, 1, out);
            case ERA -> letters(e, year > 0 ? "AD" : "BC", 0, out);
            case ERA_DOTS -> letters(e, year > 0 ? "A.D." : "B.C.", 0, out);
            case LITERAL -> out.append(e.text());
            default -> writeDay(e, out);
        }
    }

    private void writeDay(Element e, TextBuilder out) {
        int dayOfYear = month == 0 ? days : CivilDate.dayOfYear(days);
        switch (e.field()) {
            case MONTH_NAME -> name(e, month == 0 ? "" : MONTHS[month - 1], NAME_WIDTH, out);
            case MONTH_SHORT ->
                    name(e, month == 0 ? "" : MONTHS[month - 1].substring(0, 3), 0, out);
            case MONTH -> number(e, month, 2, out);
            case DAY_NAME -> name(e, DAYS[CivilDate.dayOfWeek(days)], NAME_WIDTH, out);
            case DAY_SHORT -> name(e, DAYS[CivilDate.dayOfWeek(days)].substring(0, 3), 0, out);
            case DAY_OF_YEAR -> number(e, dayOfYear, 3, out);
            case ISO_DAY_OF_YEAR -> number(e, isoDayOfYear(), 3, out);
            case DAY -> number(e, day, 2, out);
            case DAY_OF_WEEK -> number(e, CivilDate.dayOfWeek(days) + 1L, 1, out);
            case ISO_DAY_OF_WEEK -> number(e, Math.floorMod(days + 3, 7) + 1L, 1, out);
            case WEEK_OF_MONTH -> number(e, (day - 1) / 7 + 1L, 1, out);
            case WEEK_OF_YEAR -> number(e, (dayOfYear - 1) / 7 + 1L, 2, out);
            case ISO_WEEK -> number(e, CivilDate.isoWeek(days), 2, out);
            case CENTURY -> number(e, year > 0 ? (year + 99) / 100 : (year - 100) / 100, 2, out);
            case JULIAN -> number(e, days + (long) JULIAN_EPOCH, 1, out);
            case QUARTER -> number(e, (month + 2L) / 3, 1, out);
            case ROMAN_MONTH -> letters(e, month == 0 ? "" : ROMAN[month - 1], 4, out);
            case ZONE -> letters(e, zoneName, 0, out);
            case ZONE_HOURS -> {
                out.append(offsetSeconds < 0 ? '-' : '+');
                number(e, Math.abs(offsetSeconds) / 3600, 2, out);
            }
            case ZONE_MINUTES -> number(e, Math.abs(offsetSeconds) / 60 % 60, 2, out);
            case ZONE_OFFSET -> {
                out.append(offsetSeconds < 0 ? '-' : '+');
                number(e, Math.abs(offsetSeconds) / 3600, 2, out);
                if (offsetSeconds % 3600 != 0) {
                    out.append(':');
                    number(e, Math.abs(offsetSeconds) / 60 % 60, 2, out);
                }
            }
            default -> throw new IllegalStateException("no field: " + e.field());
        }
    }

    private long isoYear() {
        return CivilDate.isoYear(days);
    }

    private long isoDayOfYear() {
        int firstThursday = CivilDate.weekStart(days) + 3;
        int yearStart = CivilDate.toDays(CivilDate.year(firstThursday), 1, 4);
        return days - CivilDate.weekStart(yearStart) + 1L;
    }

    /** Fractions of a second keep their zeros, FM or not. */
    private void fraction(Element e, long value, int width, TextBuilder out) {
        write(e, value, width, out);
    }

    private void number(Element e, long value, int width, TextBuilder out) {
        write(e, value, e.fill() ? 1 : width, out);
    }

    private void write(Element e, long value, int width, TextBuilder out) {
        number.clear();
        number.reserve(IntegerText.MAX_BYTES + width);
        long magnitude = Math.abs(value);
        number.setLength(Ascii.writePadded(magnitude, width, number.bytes(), 0));
        if (value < 0) {
            out.append('-');
        }
        out.append(number.bytes(), 0, number.length());
        if (e.ordinal() != 0) {
            String suffix = NumberFormat.ordinal(number.toString());
            out.append(e.ordinal() == 'T' ? suffix : suffix.toLowerCase(Locale.ROOT));
        }
    }

    private static void letters(Element e, String upper, int width, TextBuilder out) {
        out.append(e.letters() == Letters.LOWER ? upper.toLowerCase(Locale.ROOT) : upper);
        pad(e, width - upper.length(), out);
    }

    private static void name(Element e, String name, int width, TextBuilder out) {
        out.append(
                switch (e.letters()) {
                    case UPPER -> name.toUpperCase(Locale.ROOT);
                    case LOWER -> name.toLowerCase(Locale.ROOT);
                    case CAPITALISED -> name;
                });
        pad(e, width - name.length(), out);
    }

    private static void pad(Element e, int blanks, TextBuilder out) {
        for (int i = 0; i < blanks && !e.fill(); i++) {
            out.append(' ');
        }
    }
}
