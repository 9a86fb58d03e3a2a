package io.colonnade.compute.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where lines end, given what a format lets stand inside them. Immutable. */
final class LineEnds {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

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

    /** The next line feed, or -1; eight bytes at a time. */
    static int lineFeed(byte[] b, int from, int limit) {
        int i = from;
        for (; i + Long.BYTES <= limit; i += Long.BYTES) {
            // A byte of x is zero where b has a line feed; the lowest such bit is exact.
            long x = (long) LONGS.get(b, i) ^ LINE_FEEDS;
            long found = x - LOW_BITS & ~x & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < limit; i++) {
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
