package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses constants: numbers, strings, typed strings, parameters. */
final class LiteralParser {
    /** PostgreSQL's limit of $n. */
    private static final int PARAMETER_LIMIT = 65535;

    private static final BigInteger LONG_LIMIT = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "(\\d{4}-\\d{1,2}-\\d{1,2})(?:["
                            + " T](\\d{1,2}:\\d{2}(?::\\d{2}(\\.\\d{1,6})?)?))?");
    private static final Pattern TIME =
            Pattern.compile("\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?");

    private final TokenCursor cursor;
    private final TypeParser types;

    LiteralParser(TokenCursor cursor, TypeParser types) {
        this.cursor = cursor;
        this.types = types;
    }

    /** The constant that begins here, or null when the token begins none. */
    SqlNode constant() {
        Token token = cursor.peek();
        SqlParserPos position = cursor.position(token);
        SqlNode node =
                switch (token.kind()) {
                    case INTEGER -> integer(token, position);
                    case DECIMAL -> SqlLiteral.createExactNumeric(token.text(), position);
                    case APPROXIMATE -> SqlLiteral.createApproxNumeric(token.text(), position);
                    case STRING -> SqlLiteral.createCharString(token.text(), position);
                    case HEX_STRING -> hexString(token, position);
                    case BIT_STRING -> throw cursor.notSupported("type bit", token);
                    case PARAMETER -> parameter(token, position);
                    default -> null;
                };
        if (node != null) {
            cursor.next();
        }
        return node;
    }

    /** An integer that no bigint holds is a numeric. */
    private SqlNode integer(Token token, SqlParserPos position) {
        if (token.text().length() < 19 || new BigInteger(token.text()).compareTo(LONG_LIMIT) <= 0) {
            return SqlLiteral.createExactNumeric(token.text(), position);
        }
        int digits = new BigInteger(token.text()).toString().length();
        TypeName type = new TypeName("numeric", List.of(digits, 0), 0, position);
        return cast(SqlLiteral.createCharString(token.text(), position), type, position);
    }

    private SqlNode hexString(Token token, SqlParserPos position) {
        String digits = token.text();
        if (!digits.matches("(?:[0-9a-fA-F]{2})*")) {
            throw cursor.error(
                    ErrorCode.INVALID_TEXT_REPRESENTATION,
                    "\"" + digits + "\" is not a string of hexadecimal bytes",
                    token);
        }
        return SqlLiteral.createBinaryString(digits, position);
    }

    private SqlNode parameter(Token token, SqlParserPos position) {
        if (token.text().length() > 5
                || Integer.parseInt(token.text()) < 1
                || Integer.parseInt(token.text()) > PARAMETER_LIMIT) {
            throw cursor.error(
                    ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $" + token.text(), token);
        }
        return new SqlDynamicParam(Integer.parseInt(token.text()) - 1, position);
    }

    static SqlNode cast(SqlNode value, TypeName type, SqlParserPos position) {
        return SqlStdOperatorTable.CAST.createCall(position, value, type.toSpec());
    }

    /** A type and a string, for which {@link TypeParser#atTypedString} holds. */
    SqlNode typedString() {
        Token first = cursor.peek();
        TypeName type = types.type();
        String text = cursor.next().text();
        SqlParserPos position = cursor.span(first);
        SqlNode literal = literal(type, text, position);
        return literal != null
                ? literal
                : cast(SqlLiteral.createCharString(text, position), type, position);
    }

    /** A date, time or timestamp literal if the text is in ISO form; else null. */
    private static SqlNode literal(TypeName type, String text, SqlParserPos position) {
        if (!type.modifiers().isEmpty() || type.arrayDimensions() > 0) {
            return null;
        }
        return switch (type.name()) {
            case "date" -> isDate(text) ? SqlLiteral.createUnknown("DATE", text, position) : null;
            case "time without time zone" -> isTime(text) ? time(text, position) : null;
            case "timestamp without time zone" -> timestamp(text, position);
            default -> null;
        };
    }

    private static boolean isDate(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return false;
        }
        try {
            LocalDate.of(
                    Integer.parseInt(date.group(1)),
                    Integer.parseInt(date.group(2)),
                    Integer.parseInt(date.group(3)));
            return true;
        } catch (DateTimeException impossible) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        if (!TIME.matcher(text).matches()) {
            return false;
        }
        try {
            LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
            return true;
        } catch (DateTimeException impossible) {
            return false;
        }
    }

    private static SqlNode time(String text, SqlParserPos position) {
        return SqlLiteral.createUnknown("TIME", withSeconds(text), position);
    }

    private static SqlNode timestamp(String text, SqlParserPos position) {
        Matcher parts = TIMESTAMP.matcher(text);
        if (!parts.matches() || !isDate(parts.group(1))) {
            return null;
        }
        String time = parts.group(2) == null ? "00:00:00" : parts.group(2);
        return isTime(time)
                ? SqlLiteral.createUnknown(
                        "TIMESTAMP", parts.group(1) + " " + withSeconds(time), position)
                : null;
    }

    private static String withSeconds(String time) {
        return time.indexOf(':') == time.lastIndexOf(':') ? time + ":00" : time;
    }

    /** Is this INTERVAL followed by a string (or by a precision and a string)? */
    boolean atInterval() {
        if (!cursor.at("interval")) {
            return false;
        }
        int ahead = 1;
        if (cursor.peek(1).isSymbol("(")
                && cursor.peek(2).kind() == Kind.INTEGER
                && cursor.peek(3).isSymbol(")")) {
            ahead = 4;
        } else if (cursor.peek(1).isSymbol("-") || cursor.peek(1).isSymbol("+")) {
            ahead = 2;
        }
        return cursor.peek(ahead).kind() == Kind.STRING;
    }
}
