package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;

import java.util.Optional;

/** Parses storage parameters in parentheses: (retention = '7 days'). Stateless. */
final class StorageParameters {
    private static final long DAY_MICROS = 86_400_000_000L;

    /** The longest time for which old versions of a table are kept. */
    private static final int MAX_RETENTION_DAYS = 90;

    private StorageParameters() {}

    /** Microseconds of the retention that WITH (...) or SET (...) says. */
    static long retention(TokenCursor cursor) {
        cursor.expectSymbol("(");
        name(cursor);
        cursor.expectSymbol("=");
        Token token = cursor.peek();
        long micros = duration(cursor, "retention");
        if (micros < 0 || micros > MAX_RETENTION_DAYS * DAY_MICROS) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    "retention must be 0 to " + MAX_RETENTION_DAYS + " days",
                    token);
        }
        cursor.expectSymbol(")");
        return micros;
    }

    /** The parameters of RESET (...). */
    static void names(TokenCursor cursor) {
        cursor.expectSymbol("(");
        name(cursor);
        cursor.expectSymbol(")");
    }

    private static void name(TokenCursor cursor) {
        Token token = cursor.peek();
        if (!cursor.accept("retention")) {
            if (!NameParser.isLabel(token)) {
                throw cursor.syntaxError();
            }
            throw cursor.error(
                            ErrorCode.INVALID_ARGUMENT,
                            "unrecognized parameter \"" + token.text() + "\"",
                            token)
                    .hint("The storage parameter of a table is \"retention\".");
        }
    }

    /** A number of days, or an interval in quotes, in microseconds. */
    static long duration(TokenCursor cursor, String what) {
        cursor.accept("interval");
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.INTEGER) {
            long days = cursor.expectInt(what);
            return days * DAY_MICROS;
        }
        Optional<IntervalText> interval =
                IntervalText.parse(cursor.expectString("an interval for " + what));
        if (interval.isEmpty() || interval.get().months() != 0) {
            throw cursor.error(
                            ErrorCode.INVALID_ARGUMENT,
                            "invalid value for " + what + ": \"" + token.text() + "\"",
                            token)
                    .hint("Write a number of days, or days, hours and minutes: '7 days'.");
        }
        return interval.get().micros();
    }
}
