package io.colonnade.engine.expression;

import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

/** Casts between all types, in every form of the argument. */
class CastTest {
    private static final SqlType D52 = SqlType.decimal(5, 2);
    private static final SqlType D38 = SqlType.decimal(38, 10);

    private static void cast(String expected, String from, SqlType fromType, SqlType to) {
        Forms.check(expected, args -> Sql.cast(args.get(0), to), Sql.value(fromType, from));
    }

    private static void parse(String expected, String from, SqlType to) {
        cast(expected, from, SqlType.VARCHAR, to);
    }

    @Test
    void textToNumbers() {
        parse("42", " 42 ", SqlType.INTEGER);
        parse("-42", "-42", SqlType.BIGINT);
        parse("32767", "+32767", SqlType.SMALLINT);
        parse(null, null, SqlType.INTEGER);
        parse("!22P02 invalid input syntax for type integer: \"x\"", "x", SqlType.INTEGER);
        parse("!22P02 invalid input syntax for type integer: \"\"", "", SqlType.INTEGER);
        parse("!22P02 invalid input syntax for type bigint: \"1.5\"", "1.5", SqlType.BIGINT);
        parse(
                "!22003 value \"32768\" is out of range for type smallint",
                "32768",
                SqlType.SMALLINT);
        parse("-9223372036854775808", "-9223372036854775808", SqlType.BIGINT);
        parse(
                "!22003 value \"9223372036854775808\" is out of range for type bigint",
                "9223372036854775808",
                SqlType.BIGINT);
        parse("1.26", "1.255", D52);
        parse("-1.26", " -1.255 ", D52);
        parse("0.50", ".5", D52);
        parse("120.00", "1.2e2", D52);
        parse("!22003 numeric field overflow", "1000", D52);
        parse("!22003 numeric field overflow", "999.995", D52);
        parse("!22P02 invalid input syntax for type numeric: \"1x\"", "1x", D52);
        parse("!22P02 invalid input syntax for type numeric: \".\"", ".", D52);
        parse(
                "1234567890123456789012345678.0123456789",
                "1234567890123456789012345678.0123456789",
                D38);
        parse("-0.0000000001", "-0.0000000001", D38);
        parse("!22003 numeric field overflow", "1e28", D38);
        parse("1e+100", "1e100", SqlType.DOUBLE);
        parse("NaN", "nan", SqlType.DOUBLE);
        parse("-Infinity", "-inf", SqlType.DOUBLE);
        parse("0.1", "0.1", SqlType.REAL);
        parse(
                "!22003 value \"1e400\" is out of range for type double precision",
                "1e400",
                SqlType.DOUBLE);
        parse(
                "!22P02 invalid input syntax for type double precision: \"abc\"",
                "abc",
                SqlType.DOUBLE);
        parse(
                "!22P02 invalid input syntax for type double precision: \"1d\"",
                "1d",
                SqlType.DOUBLE);
    }

    @Test
    void textToOthers() {
        for (String s : new String[] {"t", "TRUE", "yes", "on", "1", " y "}) {
            parse("true", s, SqlType.BOOLEAN);
        }
        for (String s : new String[] {"f", "False", "no", "off", "0", "n"}) {
            parse("false", s, SqlType.BOOLEAN);
        }
        parse("!22P02 invalid input syntax for type boolean: \"o\"", "o", SqlType.BOOLEAN);
        for (String s :
                new String[] {
                    "1994-01-31", "1994/1/31", "19940131", "1/31/1994", "31-Jan-1994",
                    "January 31, 1994", "Jan-31-1994", "1994-01-31 10:00:00", "31 jan 94",
                            "1994-Jan-31"
                }) {
            parse("1994-01-31", s, SqlType.DATE);
        }
        parse("0044-03-15 BC", "0044-03-15 BC", SqlType.DATE);
        parse(
                "!22008 date/time field value out of range: \"1994-02-30\"",
                "1994-02-30",
                SqlType.DATE);
        parse(
                "!22008 date/time field value out of range: \"1994-13-01\"",
                "1994-13-01",
                SqlType.DATE);
        parse("!22007 invalid input syntax for type date: \"abc\"", "abc", SqlType.DATE);
        parse("!22007 invalid input syntax for type date: \"\"", "", SqlType.DATE);
        parse("!0A000 the date 'infinity' is not supported yet", "infinity", SqlType.DATE);
        parse("13:05:00", "13:05", SqlType.TIME);
        parse("13:05:06.25", "01:05:06.25 PM", SqlType.TIME);
        parse("1994-01-31 13:05:06.123457", "1994-01-31 13:05:06.1234567", SqlType.TIMESTAMP);
        parse("1994-01-31 13:05:06", "1994-01-31T13:05:06Z", SqlType.TIMESTAMP);
        parse("1994-01-31 00:00:00", "1994-01-31", SqlType.TIMESTAMP);
        parse("1994-01-31 11:05:06+00", "1994-01-31 13:05:06+02", SqlType.TIMESTAMPTZ);
        parse("1994-01-31 12:05:06+00", "1994-01-31 13:05:06 Europe/Berlin", SqlType.TIMESTAMPTZ);
        parse("1994-01-31 13:05:06+00", "1994-01-31 13:05:06", SqlType.TIMESTAMPTZ);
        parse("1 year 2 mons", "14 months", SqlType.INTERVAL_MONTH);
        parse("3 days 04:05:06", "3 days 4 hours 5 min 6 sec", SqlType.INTERVAL_MICROS);
        parse("-1 days", "1 day ago", SqlType.INTERVAL_MICROS);
        parse(
                "!22007 invalid input syntax for type interval: \"1 foo\"",
                "1 foo",
                SqlType.INTERVAL_MICROS);
    }

    @Test
    void numbersToNumbers() {
        cast("7", "7", SqlType.INTEGER, SqlType.BIGINT);
        cast("!22003 smallint out of range", "40000", SqlType.INTEGER, SqlType.SMALLINT);
        cast("!22003 integer out of range", "3000000000", SqlType.BIGINT, SqlType.INTEGER);
        cast("3", "2.50", D52, SqlType.INTEGER);
        cast("-3", "-2.50", D52, SqlType.INTEGER);
        cast("2", "2.5", SqlType.DOUBLE, SqlType.INTEGER);
        cast("!22003 integer out of range", "NaN", SqlType.DOUBLE, SqlType.INTEGER);
        cast("!22003 bigint out of range", "9.3e18", SqlType.DOUBLE, SqlType.BIGINT);
        cast("7.00", "7", SqlType.INTEGER, D52);
        cast("!22003 numeric field overflow", "1000", SqlType.INTEGER, D52);
        cast("7.0000000000", "7", SqlType.BIGINT, D38);
        cast("1.3", "1.25", D52, SqlType.decimal(4, 1));
        cast("-1.3", "-1.25", D52, SqlType.decimal(30, 1));
        cast("1.25", "1.2549999999", D38, D52);
        cast("!22003 numeric field overflow", "1234", D38, D52);
        cast("18446744073709551616", "18446744073709551615.5", D38, SqlType.decimal(38, 0));
        cast("!22003 bigint out of range", "9223372036854775807.5", D38, SqlType.BIGINT);
        cast("1.1", "1.1", D52, SqlType.DOUBLE);
        cast("1234567890.0123458", "1234567890.0123456789", D38, SqlType.DOUBLE);
        cast("0.1", "0.1", D38, SqlType.REAL);
        cast("0.10", "0.1", SqlType.DOUBLE, D52);
        cast("123456789012346", "123456789012345.6789", SqlType.DOUBLE, SqlType.decimal(20, 0));
        cast("1.1", "1.1", SqlType.REAL, SqlType.decimal(8, 1));
        cast("1.100000023841858", "1.1", SqlType.REAL, SqlType.DOUBLE);
        cast("!22003 value out of range: overflow", "1e300", SqlType.DOUBLE, SqlType.REAL);
    }

    @Test
    void toText() {
        cast("true", "t", SqlType.BOOLEAN, SqlType.VARCHAR);
        cast("-7", "-7", SqlType.SMALLINT, SqlType.VARCHAR);
        cast("-0.05", "-0.05", D52, SqlType.VARCHAR);
        cast("1.0000000000", "1", D38, SqlType.VARCHAR);
        cast("1e+15", "1e15", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("100000000000000", "1e14", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("0.0001", "0.0001", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("1e-05", "0.00001", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("1.7976931348623157e+308", "1.7976931348623157e308", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("5e-324", "5e-324", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("1e+06", "1000000", SqlType.REAL, SqlType.VARCHAR);
        cast("123456.5", "123456.5", SqlType.DOUBLE, SqlType.VARCHAR);
        cast("1994-01-31", "1994-01-31", SqlType.DATE, SqlType.VARCHAR);
        cast("1994", "1994-01-31", SqlType.DATE, SqlType.varchar(4));
        cast("ab", "abc", SqlType.VARCHAR, SqlType.varchar(2));
        cast("\u00e9", "\u00e9\u00e9", SqlType.VARCHAR, SqlType.varchar(3));
        cast("ab", "ab   ", SqlType.VARCHAR, SqlType.character(5));
        cast("a", "a bc", SqlType.VARCHAR, SqlType.character(2));
        cast("ab ", "ab ", SqlType.VARCHAR, SqlType.varchar(5));
        cast(null, null, SqlType.DATE, SqlType.VARCHAR);
    }

    @Test
    void times() {
        cast("1994-01-31 00:00:00", "1994-01-31", SqlType.DATE, SqlType.TIMESTAMP);
        cast("1994-01-31", "1994-01-31 23:59:59", SqlType.TIMESTAMP, SqlType.DATE);
        cast("1969-12-31", "1969-12-31 23:59:59", SqlType.TIMESTAMP, SqlType.DATE);
        cast("23:59:59", "1994-01-31 23:59:59", SqlType.TIMESTAMP, SqlType.TIME);
        cast("1994-01-31 00:00:00+00", "1994-01-31", SqlType.DATE, SqlType.TIMESTAMPTZ);
        cast(
                "1994-01-31 10:00:00",
                "1994-01-31 12:00:00+02",
                SqlType.TIMESTAMPTZ,
                SqlType.TIMESTAMP);
        cast("12:00:00", "12:00", SqlType.TIME, SqlType.INTERVAL_MICROS);
    }
}
