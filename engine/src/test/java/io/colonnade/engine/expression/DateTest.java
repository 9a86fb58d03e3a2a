package io.colonnade.engine.expression;

import static io.colonnade.engine.expression.Sql.bigint;
import static io.colonnade.engine.expression.Sql.date;
import static io.colonnade.engine.expression.Sql.integer;
import static io.colonnade.engine.expression.Sql.text;
import static io.colonnade.engine.expression.Sql.timestamp;
import static io.colonnade.engine.expression.Sql.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.engine.expression.Sql.Value;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.time.ZoneId;

/** Functions of dates, times and intervals, in every form of their arguments. */
class DateTest {
    private static final Value MONTH = value(SqlType.INTERVAL_MONTH, "1 month");
    private static final Value HOURS = value(SqlType.INTERVAL_MICROS, "36 hours");

    private static void check(
            String expected, ScalarFunction function, SqlType type, Value... values) {
        Forms.check(
                expected,
                args -> Sql.call(function, type, args.toArray(new Expression[0])),
                values);
    }

    /** The first argument is a literal. */
    private static void part(
            String expected, ScalarFunction function, SqlType type, String part, Value... values) {
        Value[] all = new Value[values.length + 1];
        all[0] = text(part);
        System.arraycopy(values, 0, all, 1, values.length);
        Forms.check(
                expected,
                args -> Sql.call(function, type, args.toArray(new Expression[0])),
                1,
                all);
    }

    @Test
    void extract() {
        ScalarFunction f = ScalarFunction.EXTRACT;
        SqlType t = SqlType.BIGINT;
        Value day = date("2024-12-30");
        Value moment = timestamp("2001-02-16 20:38:40.125");
        String[][] ofDate = {
            {"year", "2024"}, {"month", "12"}, {"day", "30"}, {"quarter", "4"}, {"dow", "1"},
            {"isodow", "1"}, {"doy", "365"}, {"week", "1"}, {"isoyear", "2025"}, {"century", "21"},
            {"decade", "202"}, {"millennium", "3"}, {"epoch", "1735516800"}, {"hour", "0"},
        };
        for (String[] c : ofDate) {
            part(c[1], f, t, c[0], day);
        }
        String[][] ofMoment = {
            {"hour", "20"},
            {"minute", "38"},
            {"second", "40"},
            {"milliseconds", "40125"},
            {"microseconds", "40125000"},
            {"year", "2001"},
            {"epoch", "982355920"},
        };
        for (String[] c : ofMoment) {
            part(c[1], f, t, c[0], moment);
        }
        part("40.125", f, SqlType.DOUBLE, "second", moment);
        part("982355920.125000", f, SqlType.decimal(38, 6), "epoch", moment);
        part("2001", f, SqlType.INTEGER, "year", moment);
        part(null, f, t, "year", date(null));
        part("-44", f, t, "year", date("0044-03-15 BC"));
        part("1", f, t, "day", HOURS);
        part("12", f, t, "hour", HOURS);
        part("!22023 unit \"foo\" not recognized", f, t, "foo", day);
    }

    @Test
    void truncate() {
        ScalarFunction f = ScalarFunction.DATE_TRUNC;
        Value moment = timestamp("2001-02-16 20:38:40.125");
        String[][] cases = {
            {"hour", "2001-02-16 20:00:00"}, {"day", "2001-02-16 00:00:00"},
            {"week", "2001-02-12 00:00:00"}, {"month", "2001-02-01 00:00:00"},
            {"quarter", "2001-01-01 00:00:00"}, {"year", "2001-01-01 00:00:00"},
            {"decade", "2000-01-01 00:00:00"}, {"century", "2001-01-01 00:00:00"},
            {"second", "2001-02-16 20:38:40"}, {"milliseconds", "2001-02-16 20:38:40.125"},
        };
        for (String[] c : cases) {
            part(c[1], f, SqlType.TIMESTAMP, c[0], moment);
        }
        part("2001-02-01", f, SqlType.DATE, "month", date("2001-02-16"));
        part(null, f, SqlType.TIMESTAMP, "month", timestamp(null));
    }

    @Test
    void addAndDifference() {
        part(
                "2008-02-29 00:00:00",
                ScalarFunction.DATE_ADD,
                SqlType.TIMESTAMP,
                "month",
                integer("1"),
                date("2008-01-31"));
        part(
                "2008-01-31 05:00:00",
                ScalarFunction.DATE_ADD,
                SqlType.TIMESTAMP,
                "hour",
                bigint("5"),
                timestamp("2008-01-31 00:00:00"));
        part(
                "2007-01-31",
                ScalarFunction.DATE_ADD,
                SqlType.DATE,
                "year",
                integer("-1"),
                date("2008-01-31"));
        ScalarFunction f = ScalarFunction.DATE_DIFF;
        Value a = timestamp("2008-12-31 23:59:59");
        Value b = timestamp("2009-01-01 00:00:01");
        for (String unit : new String[] {"year", "quarter", "month", "day", "hour", "minute"}) {
            part("1", f, SqlType.BIGINT, unit, a, b);
            part("-1", f, SqlType.BIGINT, unit, b, a);
        }
        part("2", f, SqlType.BIGINT, "second", a, b);
        part("0", f, SqlType.BIGINT, "week", a, b);
        part("52", f, SqlType.BIGINT, "week", date("2009-01-01"), date("2009-12-31"));
        part(null, f, SqlType.BIGINT, "day", date(null), date("2009-12-31"));
    }

    @Test
    void intervals() {
        ScalarFunction plus = ScalarFunction.PLUS_INTERVAL;
        ScalarFunction minus = ScalarFunction.MINUS_INTERVAL;
        check("1993-09-30", plus, SqlType.DATE, date("1993-08-31"), MONTH);
        check("1993-09-30 00:00:00", plus, SqlType.TIMESTAMP, date("1993-08-31"), MONTH);
        check("1993-07-31", minus, SqlType.DATE, date("1993-08-31"), MONTH);
        check("1993-09-01 12:00:00", plus, SqlType.TIMESTAMP, date("1993-08-31"), HOURS);
        check("1993-08-29 12:00:00", minus, SqlType.TIMESTAMP, date("1993-08-31"), HOURS);
        check(
                "1993-09-30 01:02:03",
                plus,
                SqlType.TIMESTAMP,
                timestamp("1993-08-31 01:02:03"),
                MONTH);
        check(
                "1993-09-30 01:02:03",
                plus,
                SqlType.TIMESTAMP,
                MONTH,
                timestamp("1993-08-31 01:02:03"));
        check(
                "1993-09-01 13:02:03",
                plus,
                SqlType.TIMESTAMP,
                timestamp("1993-08-31 01:02:03"),
                HOURS);
        check("13:00:00", plus, SqlType.TIME, value(SqlType.TIME, "01:00:00"), HOURS);
        check(null, plus, SqlType.DATE, date(null), MONTH);
        check(
                "1993-09-05",
                ScalarFunction.DATE_PLUS_DAYS,
                SqlType.DATE,
                date("1993-08-31"),
                integer("5"));
        check(
                "-5",
                ScalarFunction.DATE_MINUS_DATE,
                SqlType.INTEGER,
                date("1993-08-31"),
                date("1993-09-05"));
        check(
                "1 day 02:00:00",
                ScalarFunction.TIMESTAMP_MINUS_TIMESTAMP,
                SqlType.INTERVAL_MICROS,
                timestamp("1993-09-02 02:00:00"),
                timestamp("1993-09-01 00:00:00"));
        check(
                "!22008 date out of range",
                ScalarFunction.DATE_PLUS_DAYS,
                SqlType.DATE,
                date("1993-08-31"),
                integer("2147483647"));
    }

    @Test
    void calendar() {
        check("2024-02-29", ScalarFunction.LAST_DAY, SqlType.DATE, date("2024-02-03"));
        check(
                "2024-03-31 00:00:00",
                ScalarFunction.ADD_MONTHS,
                SqlType.TIMESTAMP,
                date("2024-02-29"),
                integer("1"));
        check(
                "2023-02-28",
                ScalarFunction.ADD_MONTHS,
                SqlType.DATE,
                date("2024-02-29"),
                integer("-12"));
        check(
                "1",
                ScalarFunction.MONTHS_BETWEEN,
                SqlType.DOUBLE,
                date("2024-03-31"),
                date("2024-02-29"));
        check(
                "-0.5161290322580645",
                ScalarFunction.MONTHS_BETWEEN,
                SqlType.DOUBLE,
                date("2024-01-01"),
                date("2024-01-17"));
        check(
                "2024-02-29",
                ScalarFunction.MAKE_DATE,
                SqlType.DATE,
                integer("2024"),
                integer("2"),
                integer("29"));
        check(
                "!22008 date field value out of range: 2023-2-29",
                ScalarFunction.MAKE_DATE,
                SqlType.DATE,
                integer("2023"),
                integer("2"),
                integer("29"));
        check(
                "2024-07-01 14:00:00",
                ScalarFunction.AT_TIME_ZONE,
                SqlType.TIMESTAMP,
                value(SqlType.TIMESTAMPTZ, "2024-07-01 12:00:00+00"),
                text("Europe/Berlin"));
        check(
                "2024-07-01 10:00:00+00",
                ScalarFunction.AT_TIME_ZONE,
                SqlType.TIMESTAMPTZ,
                timestamp("2024-07-01 12:00:00"),
                text("Europe/Berlin"));
        check(
                "!22023 time zone \"Mars\" not recognized",
                ScalarFunction.AT_TIME_ZONE,
                SqlType.TIMESTAMP,
                value(SqlType.TIMESTAMPTZ, "2024-07-01 12:00:00+00"),
                text("Mars"));
        check(
                "1 day",
                ScalarFunction.AGE,
                SqlType.INTERVAL_MICROS,
                date("2024-01-02"),
                date("2024-01-01"));
    }

    @Test
    void formats() {
        ScalarFunction f = ScalarFunction.TO_CHAR;
        Value moment = timestamp("2001-02-06 20:08:40.125");
        String[][] cases = {
            {"YYYY-MM-DD HH24:MI:SS.MS", "2001-02-06 20:08:40.125"},
            {"FMDay, FMDD  HH12:MI:SS", "Tuesday, 6  08:08:40"},
            {"Day|DY|mon|MONTH|", "Tuesday  |TUE|feb|FEBRUARY |"},
            {"YYY YY Y,YYY DDD D ID WW IW W Q CC J", "001 01 2,001 037 3 2 06 06 1 1 21 2451947"},
            {"HH:MI AM pm P.M.", "08:08 PM pm P.M."},
            {"\"Year\" YYYY \\Y", "Year 2001 Y"},
            {"US FF2 SSSS", "125000 12 72520"},
            {"FMDDth FMMonth", "6th February"},
            {"RM|FMRM|BC", "II  |II|AD"},
            {"IYYY-IW-ID", "2001-06-2"},
        };
        for (String[] c : cases) {
            check(c[1], f, SqlType.VARCHAR, moment, text(c[0]));
        }
        check("06.02.2001", f, SqlType.VARCHAR, date("2001-02-06"), text("DD.MM.YYYY"));
        check(null, f, SqlType.VARCHAR, date(null), text("DD.MM.YYYY"));
        check("12:00:00", f, SqlType.VARCHAR, HOURS, text("HH24:MI:SS"));
        ScalarFunction toDate = ScalarFunction.TO_DATE;
        check("2001-02-06", toDate, SqlType.DATE, text("06 Feb 2001"), text("DD Mon YYYY"));
        check("2001-02-06", toDate, SqlType.DATE, text("20010206"), text("YYYYMMDD"));
        check("2001-02-06", toDate, SqlType.DATE, text("2/6/01"), text("MM/DD/YY"));
        check("2001-02-06", toDate, SqlType.DATE, text("2001-037"), text("YYYY-DDD"));
        check("2001-02-06", toDate, SqlType.DATE, text("2451947"), text("J"));
        check(
                "!22008 date/time field value out of range: \"2001-02-30\"",
                toDate,
                SqlType.DATE,
                text("2001-02-30"),
                text("YYYY-MM-DD"));
        check(
                "2001-02-06 20:08:40.125",
                ScalarFunction.TO_TIMESTAMP,
                SqlType.TIMESTAMP,
                text("2001-02-06 08:08:40.125 PM"),
                text("YYYY-MM-DD HH:MI:SS.MS AM"));
        check(
                "2001-02-06 20:08:40+00",
                ScalarFunction.TO_TIMESTAMP,
                SqlType.TIMESTAMPTZ,
                text("2001-02-06 22:08:40+02"),
                text("YYYY-MM-DD HH24:MI:SSTZH"));
        check(
                "1970-01-01 00:00:01.5+00",
                ScalarFunction.TO_TIMESTAMP,
                SqlType.TIMESTAMPTZ,
                Sql.real("1.5"));
    }

    @Test
    void sessionTimeZone() {
        ZoneId zone = ZoneId.of("America/New_York");
        Expression text =
                Sql.cast(
                        Sql.cast(Sql.literal(text("2024-07-01 12:00:00")), SqlType.TIMESTAMPTZ),
                        SqlType.VARCHAR);
        assertEquals(
                "2024-07-01 12:00:00-04",
                ExpressionCompiler.evaluateConstant(text, zone).getBytesValue().toStringUtf8());
        Expression date =
                Sql.cast(
                        Sql.cast(
                                Sql.literal(value(SqlType.TIMESTAMPTZ, "2024-07-01 02:00:00+00")),
                                SqlType.DATE),
                        SqlType.VARCHAR);
        assertEquals(
                "2024-06-30",
                ExpressionCompiler.evaluateConstant(date, zone).getBytesValue().toStringUtf8());
    }
}
