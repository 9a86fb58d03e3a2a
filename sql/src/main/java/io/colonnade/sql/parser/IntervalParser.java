package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Parses INTERVAL constants in the standard's form and in PostgreSQL's, and casts, of which those
 * to interval are constants too.
 */
final class IntervalParser {
    private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?\\d+\\s*");
    private static final Pattern SECONDS = Pattern.compile("\\s*[+-]?\\d+\\.\\d{1,6}\\s*");
    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)\\s*");

    /** Calcite takes two digits in the first field unless more are declared. */
    private static final int DEFAULT_DIGITS = 2;

    private static final int UNSPECIFIED = RelDataType.PRECISION_NOT_SPECIFIED;
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;

    private final TokenCursor cursor;

    IntervalParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** INTERVAL with its string and fields; {@link LiteralParser#atInterval} holds. */
    SqlNode interval() {
        Token first = cursor.next();
        if (cursor.acceptSymbol("(")) {
            cursor.expectInt("interval precision");
            cursor.expectSymbol(")");
        }
        boolean negative = cursor.atSymbol("-");
        if (negative || cursor.atSymbol("+")) {
            cursor.next();
        }
        Token string = cursor.next();
        String text = (negative ? "-" : "") + string.text();
        TimeUnit from = field(text);
        TimeUnit to = from != null && cursor.accept("to") ? secondField() : null;
        SqlParserPos position = cursor.span(first);
        if (from == null) {
            return fromText(text, string, position);
        }
        return fromFields(text, from, to, string, position);
    }

    /** The field after the string, if any; a plural only after a bare number. */
    private TimeUnit field(String text) {
        Token token = cursor.peek();
        if (token.kind() != Kind.WORD) {
            return null;
        }
        String word = token.text();
        boolean plural = word.endsWith("s") && NUMBER.matcher(text).matches();
        TimeUnit unit =
                switch (plural ? word.substring(0, word.length() - 1) : word) {
                    case "year" -> TimeUnit.YEAR;
                    case "month" -> TimeUnit.MONTH;
                    case "day" -> TimeUnit.DAY;
                    case "hour" -> TimeUnit.HOUR;
                    case "minute" -> TimeUnit.MINUTE;
                    case "second" -> TimeUnit.SECOND;
                    case "week" -> plural || NUMBER.matcher(text).matches() ? TimeUnit.WEEK : null;
                    case "quarter" ->
                            plural || NUMBER.matcher(text).matches() ? TimeUnit.QUARTER : null;
                    default -> null;
                };
        if (unit != null) {
            cursor.next();
            if (cursor.atSymbol("(") && cursor.peek(1).kind() == Kind.INTEGER) {
                cursor.next();
                cursor.expectInt("interval precision");
                cursor.expectSymbol(")");
            }
        }
        return unit;
    }

    private TimeUnit secondField() {
        String word = cursor.expectAny("month", "hour", "minute", "second");
        if (word.equals("second") && cursor.acceptSymbol("(")) {
            cursor.expectInt("interval precision");
            cursor.expectSymbol(")");
        }
        return TimeUnit.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private SqlNode fromFields(
            String text, TimeUnit from, TimeUnit to, Token string, SqlParserPos position) {
        if (to != null) {
            return literal(text, from, to, DEFAULT_DIGITS, position);
        }
        boolean standard = from != TimeUnit.WEEK && from != TimeUnit.QUARTER;
        boolean seconds = from == TimeUnit.SECOND && SECONDS.matcher(text).matches();
        if (seconds || (standard && INTEGER.matcher(text).matches())) {
            return literal(text, from, null, DEFAULT_DIGITS, position);
        }
        if (!NUMBER.matcher(text).matches()) {
            throw notSupported("an interval with units and a field behind the string", string)
                    .hint("Leave out the field after the string.");
        }
        return fromText(text + " " + from.name().toLowerCase(Locale.ROOT), string, position);
    }

    /** A literal of PostgreSQL's interval text. */
    SqlNode fromText(String text, Token string, SqlParserPos position) {
        IntervalText value =
                IntervalText.parse(text)
                        .orElseThrow(
                                () ->
                                        cursor.error(
                                                ErrorCode.INVALID_DATETIME_FORMAT,
                                                "invalid input syntax for type interval: \""
                                                        + text
                                                        + "\"",
                                                string));
        if (value.months() != 0 && value.micros() != 0) {
            throw notSupported("an interval that mixes months and days", string)
                    .hint("Write two intervals: + interval '3 months' + interval '2 days'.");
        }
        if (value.single() != null) {
            return literal(
                    Long.toString(value.count()), value.single(), null, DEFAULT_DIGITS, position);
        }
        if (value.months() != 0) {
            return literal(
                    Long.toString(value.months()), TimeUnit.MONTH, null, DEFAULT_DIGITS, position);
        }
        if (value.micros() % DAY == 0) {
            return literal(
                    Long.toString(value.micros() / DAY),
                    TimeUnit.DAY,
                    null,
                    DEFAULT_DIGITS,
                    position);
        }
        return literal(
                dayToSecond(value.micros()),
                TimeUnit.DAY,
                TimeUnit.SECOND,
                DEFAULT_DIGITS,
                position);
    }

    private ColonnadeException notSupported(String what, Token token) {
        return cursor.notSupported(what, token);
    }

    private static String dayToSecond(long micros) {
        long absolute = Math.abs(micros);
        long seconds = absolute % DAY / SECOND;
        return String.format(
                Locale.ROOT,
                "%s%d %02d:%02d:%02d.%06d",
                micros < 0 ? "-" : "",
                absolute / DAY,
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                absolute % SECOND);
    }

    /** Declares as many digits as the first field has; the sign goes beside the text. */
    private static SqlNode literal(
            String text, TimeUnit from, TimeUnit to, int freeDigits, SqlParserPos position) {
        String body = text.strip();
        int sign = body.startsWith("-") ? -1 : 1;
        if (body.startsWith("-") || body.startsWith("+")) {
            body = body.substring(1).strip();
        }
        int digits = 0;
        while (digits < body.length() && Character.isDigit(body.charAt(digits))) {
            digits++;
        }
        int precision = digits > freeDigits ? digits : UNSPECIFIED;
        SqlIntervalQualifier qualifier =
                new SqlIntervalQualifier(from, precision, to, UNSPECIFIED, position);
        return SqlLiteral.createInterval(sign, body, qualifier, position);
    }

    /** CAST(value AS type). */
    SqlNode cast(SqlNode value, TypeName type, Token first) {
        SqlParserPos position = cursor.span(first);
        if (!type.name().startsWith("interval") || type.arrayDimensions() > 0) {
            return LiteralParser.cast(value, type, position);
        }
        String text = Nodes.stringValue(value);
        if (text != null) {
            return fromText(text, first, position);
        }
        SqlIntervalQualifier qualifier =
                switch (type.name()) {
                    case "interval year to month" ->
                            new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, position);
                    case "interval day to second" ->
                            new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, position);
                    default ->
                            throw cursor.notSupported("a cast to interval without fields", first);
                };
        return SqlStdOperatorTable.CAST.createCall(position, value, qualifier);
    }
}
