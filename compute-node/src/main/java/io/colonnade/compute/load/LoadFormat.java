package io.colonnade.compute.load;

import io.colonnade.plan.LoadOptions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a file's bytes make rows and fields; the part of COPY's options that the splitter needs.
 *
 * @param quote quote byte, or -1 for none
 * @param escape byte that makes the next one literal, or -1 for none
 * @param nullText bytes that stand for NULL
 */
record LoadFormat(
        byte delimiter,
        int quote,
        int escape,
        byte[] nullText,
        boolean fillRecord,
        boolean ignoreBlankLines,
        boolean removeQuotes) {

    private static final byte[] DEFAULT_NULL = {'\\', 'N'};

    static LoadFormat of(LoadOptions options) {
        String delimiter = options.getDelimiter();
        byte separator =
                delimiter.isEmpty()
                        ? (byte) (options.getCsv() ? ',' : '|')
                        : (byte) delimiter.charAt(0);
        int quote = -1;
        if (options.getCsv()) {
            quote = options.getQuote().isEmpty() ? '"' : options.getQuote().charAt(0);
        } else if (options.getRemoveQuotes()) {
            quote = '"';
        }
        byte[] nullText =
                options.getHasNullAs()
                        ? options.getNullAs().getBytes(StandardCharsets.UTF_8)
                        : DEFAULT_NULL;
        return new LoadFormat(
                separator,
                quote,
                options.getEscape() ? '\\' : -1,
                nullText,
                options.getFillRecord(),
                options.getIgnoreBlankLines(),
                options.getRemoveQuotes());
    }

    boolean isNull(byte[] bytes, int start, int length) {
        return length == nullText.length
                && Arrays.equals(bytes, start, start + length, nullText, 0, length);
    }

    /** Whether a line end can stand inside a field, so that a file cannot be cut anywhere. */
    boolean linesCanSpan() {
        return quote >= 0 || escape >= 0;
    }
}
