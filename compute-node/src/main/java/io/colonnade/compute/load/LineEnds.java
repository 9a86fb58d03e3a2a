package io.colonnade.compute.load;

/** Finds where lines end, given what a format lets stand inside them. Immutable. */
final class LineEnds {
    private final LoadFormat format;

    LineEnds(LoadFormat format) {
        this.format = format;
    }

    /** The line feed that ends the line starting at `from`, or -1 if it is not before `limit`. */
    int find(byte[] b, int from, int limit) {
        if (format.csv()) {
            return csvLineEnd(b, from, limit);
        }
        return format.escapes() ? escapedLineEnd(b, from, limit) : lineFeed(b, from, limit);
    }

    /** The next line feed, or -1. */
    static int lineFeed(byte[] b, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (b[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    static int countLineFeeds(byte[] b, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += b[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private static int escapedLineEnd(byte[] b, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (b[i] == LoadFormat.ESCAPE) {
                i++;
            } else if (b[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A quote opens a value only where a field starts; a doubled one closes and opens again. */
    private int csvLineEnd(byte[] b, int from, int limit) {
        byte quote = format.quote();
        byte delimiter = format.delimiter();
        boolean quoted = false;
        boolean fieldStart = true;
        boolean wasQuoted = false;
        for (int i = from; i < limit; i++) {
            byte c = b[i];
            if (quoted) {
                quoted = c != quote;
                wasQuoted = !quoted;
            } else if (c == '\n') {
                return i;
            } else {
                quoted = c == quote && (fieldStart || wasQuoted);
                wasQuoted = false;
                fieldStart = c == delimiter;
            }
        }
        return -1;
    }
}
