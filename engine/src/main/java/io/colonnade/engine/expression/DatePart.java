package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.Locale;

/** A field of dates and times, with the names that PostgreSQL and Redshift know it by. */
enum DatePart {
    MILLENNIUM,
    CENTURY,
    DECADE,
    YEAR,
    ISOYEAR,
    QUARTER,
    MONTH,
    WEEK,
    DAY,
    DOW,
    ISODOW,
    DOY,
    HOUR,
    MINUTE,
    SECOND,
    MILLISECOND,
    MICROSECOND,
    EPOCH,
    TIMEZONE;

    static DatePart of(String name) {
        return switch (name.toLowerCase(Locale.ROOT).trim()) {
            case "millennium", "millennia", "mil", "mils" -> MILLENNIUM;
            case "century", "centuries", "c", "cent", "cents" -> CENTURY;
            case "decade", "decades", "dec", "decs" -> DECADE;
            case "year", "years", "y", "yr", "yrs", "yyyy", "yy" -> YEAR;
            case "isoyear" -> ISOYEAR;
            case "quarter", "quarters", "qtr", "qtrs" -> QUARTER;
            case "month", "months", "mon", "mons", "mm" -> MONTH;
            case "week", "weeks", "w", "wk" -> WEEK;
            case "day", "days", "d", "dd" -> DAY;
            case "dow", "dayofweek", "weekday", "dw" -> DOW;
            case "isodow" -> ISODOW;
            case "doy", "dayofyear", "yearday", "dy" -> DOY;
            case "hour", "hours", "h", "hr", "hrs", "hh" -> HOUR;
            case "minute", "minutes", "m", "min", "mins", "mi" -> MINUTE;
            case "second", "seconds", "s", "sec", "secs", "ss" -> SECOND;
            case "millisecond", "milliseconds", "ms", "msec", "msecs", "msecond" -> MILLISECOND;
            case "microsecond", "microseconds", "us", "usec", "usecs", "microsecs" -> MICROSECOND;
            case "epoch" -> EPOCH;
            case "timezone" -> TIMEZONE;
            default ->
                    throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT, "unit \"" + name + "\" not recognized");
        };
    }

    static ColonnadeException unsupported(DatePart part, String typeName) {
        return new ColonnadeException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "unit \""
                        + part.name().toLowerCase(Locale.ROOT)
                        + "\" not supported for type "
                        + typeName);
    }
}
