package io.colonnade.sql.bind;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of date parts, long and short, and the one name that the engine knows. Static. */
final class DateParts {
    private static final Map<String, String> CANONICAL = new HashMap<>();

    static {
        put("millennium", "millennia mil mils millenniums");
        put("century", "centuries c cent cents");
        put("decade", "decades dec decs");
        put("year", "years y yr yrs");
        put("quarter", "quarters qtr qtrs");
        put("month", "months mon mons");
        put("week", "weeks w");
        put("day", "days d");
        put("dow", "dayofweek dw weekday");
        put("doy", "dayofyear dy yearday");
        put("isodow", "");
        put("isoyear", "");
        put("hour", "hours h hr hrs");
        put("minute", "minutes m min mins");
        put("second", "seconds s sec secs");
        put("millisecond", "milliseconds ms msec msecs msecond mseconds");
        put("microsecond", "microseconds us usec usecs usecond useconds microsec microsecs");
        put("epoch", "");
        put("julian", "");
        put("timezone", "");
        put("timezone_hour", "");
        put("timezone_minute", "");
    }

    private DateParts() {}

    private static void put(String name, String aliases) {
        CANONICAL.put(name, name);
        for (String alias : aliases.split(" ")) {
            CANONICAL.put(alias, name);
        }
    }

    /** The one name of a part, or null when the word is none. */
    static String canonical(String word) {
        return CANONICAL.get(word.strip().toLowerCase(Locale.ROOT));
    }
}
