package io.colonnade.engine.kernel;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.charset.StandardCharsets;

/** The errors of reading values from text, in PostgreSQL's words. Stateless. */
public final class TextErrors {
    private static final int MAX_SHOWN_BYTES = 200;

    private TextErrors() {}

    /** {@code invalid input syntax for type integer: "x"}, 22P02. */
    public static ColonnadeException syntax(String type, byte[] bytes, int start, int length) {
        return new ColonnadeException(
                ErrorCode.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + type + ": " + quoted(bytes, start, length));
    }

    /** The same for dates and times, 22007. */
    public static ColonnadeException timeSyntax(String type, byte[] bytes, int start, int length) {
        return new ColonnadeException(
                ErrorCode.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + type + ": " + quoted(bytes, start, length));
    }

    /** {@code value "99999" is out of range for type smallint}, 22003. */
    public static ColonnadeException range(String type, byte[] bytes, int start, int length) {
        return new ColonnadeException(
                ErrorCode.NUMERIC_OUT_OF_RANGE,
                "value " + quoted(bytes, start, length) + " is out of range for type " + type);
    }

    /** {@code date/time field value out of range: "2024-13-01"}, 22008. */
    public static ColonnadeException timeRange(byte[] bytes, int start, int length) {
        return new ColonnadeException(
                ErrorCode.DATETIME_OVERFLOW,
                "date/time field value out of range: " + quoted(bytes, start, length));
    }

    private static String quoted(byte[] bytes, int start, int length) {
        int shown = Math.min(length, MAX_SHOWN_BYTES);
        String text = new String(bytes, start, shown, StandardCharsets.UTF_8);
        return '"' + text + (shown < length ? "..." : "") + '"';
    }
}
