package io.colonnade.sql.parser;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of dates and times that EXTRACT, DATE_PART, DATEADD and DATEDIFF know, by all names.
 */
final class DatePart {
    private DatePart() {}

    /** Every name and abbreviation of PostgreSQL and Redshift to its canonical name. */
    private static final Map<String, String> NAMES = new HashMap<>();

    private static final Map<String, TimeUnit> UNITS = new HashMap<>();

    static {
        part(TimeUnit.MILLENNIUM, "millennium", "millennia mil mils millenniums");
        part(TimeUnit.CENTURY, "century", "centuries c cent cents");
        part(TimeUnit.DECADE, "decade", "decades dec decs");
        part(TimeUnit.YEAR, "year", "years y yr yrs");
        part(TimeUnit.QUARTER, "quarter", "quarters qtr qtrs");
        part(TimeUnit.MONTH, "month", "months mon mons");
        part(TimeUnit.WEEK, "week", "weeks w");
        part(TimeUnit.DAY, "day", "days d");
        part(TimeUnit.DOW, "dow", "dayofweek dw weekday");
        part(TimeUnit.DOY, "doy", "dayofyear dy yearday");
        part(TimeUnit.ISODOW, "isodow", "");
        part(TimeUnit.ISOYEAR, "isoyear", "");
        part(TimeUnit.HOUR, "hour", "hours h hr hrs");
        part(TimeUnit.MINUTE, "minute", "minutes m min mins");
        part(TimeUnit.SECOND, "second", "seconds s sec secs");
        part(TimeUnit.MILLISECOND, "millisecond", "milliseconds ms msec msecs msecond mseconds");
        part(
                TimeUnit.MICROSECOND,
                "microsecond",
                "microseconds us usec usecs usecond useconds microsec microsecs");
        part(TimeUnit.EPOCH, "epoch", "");
    }

    private static void part(TimeUnit unit, String name, String aliases) {
        UNITS.put(name, unit);
        NAMES.put(name, name);
        for (String alias : aliases.isEmpty() ? new String[0] : aliases.split(" ")) {
            NAMES.put(alias, name);
        }
    }

    /** The canonical name, or null when the word is no date part. */
    static String unitName(String word) {
        return NAMES.get(word);
    }

    /**
     * The qualifier that Calcite's functions take. A name that is no part becomes a named time
     * frame, which the validator refuses by name.
     */
    static SqlIntervalQualifier qualifier(String word, SqlParserPos position) {
        String name = unitName(word.toLowerCase(Locale.ROOT).strip());
        return name == null
                ? new SqlIntervalQualifier(word, position)
                : new SqlIntervalQualifier(UNITS.get(name), null, position);
    }
}
