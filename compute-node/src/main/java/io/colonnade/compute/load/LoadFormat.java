package io.colonnade.compute.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.LoadOptions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a file's bytes make rows and fields; the part of COPY's options that the splitter needs.
 *
 * @param csv fields may stand in quotes, which may hold anything; a doubled quote is one
 * @param escapes a backslash makes the next byte, also a line end, part of the value
 * @param removeQuotes single or double quotes around a value are taken away
 * @param nullText bytes that stand for NULL
 */
record LoadFormat(
        boolean csv,
        boolean escapes,
        boolean removeQuotes,
        byte delimiter,
        byte quote,
        byte[] nullText,
        boolean fillRecord,
        boolean ignoreBlankLines) {

    static final byte ESCAPE = '\\';

    private static final byte[] DEFAULT_NULL = {'\\', 'N'};

    static LoadFormat of(LoadOptions options) {
        boolean csv = options.getCsv();
        if (csv && (options.getEscape() || options.getRemoveQuotes())) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "CSV cannot be combined with ESCAPE or REMOVEQUOTES")
                    .hint("CSV takes quotes away by itself; a quote in a value is doubled.");
        }
        byte delimiter = character("DELIMITER", options.getDelimiter(), csv ? ',' : '|');
        byte quote = character("QUOTE", options.getQuote(), '"');
        if (csv && delimiter == quote) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "DELIMITER and QUOTE must be different");
        }
        byte[] nullText =
                options.getHasNullAs()
                        ? options.getNullAs().getBytes(StandardCharsets.UTF_8)
                        : DEFAULT_NULL;
        return new LoadFormat(
                csv,
                options.getEscape(),
                options.getRemoveQuotes(),
                delimiter,
                quote,
                nullText,
                options.getFillRecord(),
                options.getIgnoreBlankLines());
    }

    private static byte character(String option, String text, char otherwise) {
        if (text.isEmpty()) {
            return (byte) otherwise;
        }
        char c = text.charAt(0);
        if (text.length() > 1 || c == 0 || c > 0x7F || c == '\n' || c == '\r') {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    option + " must be one ASCII character that does not end lines");
        }
        return (byte) c;
    }

    boolean isNull(byte[] bytes, int start, int length) {
        // The first byte tells for nearly all fields.
        return length == nullText.length
                && (length == 0 || bytes[start] == nullText[0])
                && Arrays.equals(bytes, start, start + length, nullText, 0, length);
    }

    /** Whether a line end can stand inside a field, so that a file cannot be cut anywhere. */
    boolean linesCanSpan() {
        return csv || escapes;
    }

    /** Whether fields are just what stands between delimiters. */
    boolean isPlain() {
        return !csv && !escapes && !removeQuotes;
    }
}
