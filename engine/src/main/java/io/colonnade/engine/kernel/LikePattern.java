package io.colonnade.engine.kernel;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern taken apart at its %: segments of bytes and one-character wildcards. The first and
 * the last segment are anchored unless the pattern begins or ends with %; those between are found
 * from left to right, which is enough since % matches anything. Immutable.
 */
public final class LikePattern {
    private enum Shape {
        EXACT,
        PREFIX,
        SUFFIX,
        CONTAINS,
        GENERAL
    }

    /**
     * What lies between two %.
     *
     * @param wild positions that match any one character; null when there are none
     * @param characters length in characters
     */
    private record Segment(byte[] bytes, boolean[] wild, int characters) {
        /** End of the match that starts at p, or -1. */
        int match(byte[] b, int p, int end) {
            if (wild == null) {
                return end - p >= bytes.length && TextOrder.equal(b, p, bytes, 0, bytes.length)
                        ? p + bytes.length
                        : -1;
            }
            int at = p;
            for (int i = 0; i < bytes.length; i++) {
                if (at >= end) {
                    return -1;
                }
                if (wild[i]) {
                    at = Utf8.next(b, at, end);
                } else if (b[at++] != bytes[i]) {
                    return -1;
                }
            }
            return at;
        }

        /** End of the first match at or after p, or -1. */
        int find(byte[] b, int p, int end) {
            if (wild == null) {
                int at = TextSearch.indexOf(b, p, end, bytes, 0, bytes.length);
                return at < 0 ? -1 : at + bytes.length;
            }
            for (int at = p; at < end; at = Utf8.next(b, at, end)) {
                int to = match(b, at, end);
                if (to >= 0) {
                    return to;
                }
            }
            return -1;
        }
    }

    private final Segment[] segments;
    private final boolean anchoredStart;
    private final boolean anchoredEnd;
    private final Shape shape;

    /** The longest text that every match has somewhere; null if an end is anchored: look there. */
    private final byte[] needle;

    private LikePattern(List<Segment> parts, boolean anchoredStart, boolean anchoredEnd) {
        this.segments = parts.toArray(new Segment[0]);
        this.anchoredStart = anchoredStart;
        this.anchoredEnd = anchoredEnd;
        this.shape = shape();
        this.needle = needle();
    }

    private byte[] needle() {
        if (anchoredStart || anchoredEnd) {
            return null;
        }
        byte[] longest = null;
        for (Segment segment : segments) {
            boolean longer = longest == null || segment.bytes.length > longest.length;
            if (segment.wild == null && segment.bytes.length > 0 && longer) {
                longest = segment.bytes;
            }
        }
        return longest;
    }

    private Shape shape() {
        if (segments.length != 1 || segments[0].wild != null) {
            return Shape.GENERAL;
        }
        if (anchoredStart) {
            return anchoredEnd ? Shape.EXACT : Shape.PREFIX;
        }
        return anchoredEnd ? Shape.SUFFIX : Shape.CONTAINS;
    }

    /** Compiles a pattern; `escape` is a byte, or -1 for none. */
    public static LikePattern compile(byte[] pattern, int start, int length, int escape) {
        List<Segment> parts = new ArrayList<>();
        TextBuilder bytes = new TextBuilder();
        List<Integer> wild = new ArrayList<>();
        boolean anchoredStart = true;
        boolean anchoredEnd = true;
        int end = start + length;
        for (int p = start; p < end; p++) {
            byte c = pattern[p];
            anchoredEnd = true;
            if (escape >= 0 && c == (byte) escape) {
                if (++p == end) {
                    throw new ColonnadeException(
                            ErrorCode.INVALID_ESCAPE,
                            "LIKE pattern must not end with escape character");
                }
                bytes.append(pattern[p]);
            } else if (c == '%') {
                anchoredStart &= p > start;
                anchoredEnd = false;
                if (bytes.length() > 0) {
                    parts.add(segment(bytes, wild));
                }
            } else {
                if (c == '_') {
                    wild.add(bytes.length());
                }
                bytes.append(c);
            }
        }
        if (bytes.length() > 0 || parts.isEmpty()) {
            parts.add(segment(bytes, wild));
        }
        return new LikePattern(parts, anchoredStart, anchoredEnd);
    }

    private static Segment segment(TextBuilder builder, List<Integer> wild) {
        byte[] bytes = Arrays.copyOf(builder.bytes(), builder.length());
        boolean[] flags = wild.isEmpty() ? null : new boolean[bytes.length];
        for (int position : wild) {
            flags[position] = true;
        }
        builder.clear();
        wild.clear();
        return new Segment(bytes, flags, Utf8.count(bytes, 0, bytes.length));
    }

    public boolean matches(byte[] b, int start, int length) {
        return switch (shape) {
            case EXACT ->
                    length == segments[0].bytes.length
                            && TextSearch.startsWith(b, start, length, segments[0].bytes);
            case PREFIX -> TextSearch.startsWith(b, start, length, segments[0].bytes);
            case SUFFIX -> TextSearch.endsWith(b, start, length, segments[0].bytes);
            case CONTAINS -> contains(b, start, length, segments[0].bytes);
            case GENERAL -> matchesSegments(b, start, length);
        };
    }

    private static boolean contains(byte[] b, int start, int length, byte[] needle) {
        return TextSearch.indexOf(b, start, start + length, needle, 0, needle.length) >= 0;
    }

    private boolean matchesSegments(byte[] b, int start, int length) {
        int end = start + length;
        int p = start;
        int from = 0;
        int to = segments.length;
        if (anchoredStart) {
            p = segments[0].match(b, p, end);
            from = 1;
            if (p < 0 || to == 1) {
                return p >= 0 && (!anchoredEnd || p == end);
            }
        }
        if (anchoredEnd) {
            to--;
        }
        for (int i = from; i < to; i++) {
            p = segments[i].find(b, p, end);
            if (p < 0) {
                return false;
            }
        }
        if (!anchoredEnd) {
            return true;
        }
        Segment last = segments[to];
        int lastStart =
                last.wild == null
                        ? end - last.bytes.length
                        : Utf8.skipBack(b, start, end, last.characters);
        return lastStart >= p && last.match(b, lastStart, end) == end;
    }

    /** Writes 1 where the text matches, else 0, at each row (null = the first n). */
    public void test(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        if (needle != null && rows == null && areAdjacent(starts, lengths, n)) {
            testHeap(heap, starts, lengths, n, flip, out);
            return;
        }
        switch (shape) {
            case PREFIX -> testPrefix(heap, starts, lengths, rows, n, flip, out);
            case SUFFIX -> testSuffix(heap, starts, lengths, rows, n, flip, out);
            case CONTAINS -> testContains(heap, starts, lengths, rows, n, flip, out);
            default -> testAny(heap, starts, lengths, rows, n, flip, out);
        }
    }

    /** Whether the texts lie one after the other, without gaps. */
    private static boolean areAdjacent(int[] starts, int[] lengths, int n) {
        int gaps = 0;
        for (int i = 1; i < n; i++) {
            gaps |= starts[i - 1] + lengths[i - 1] ^ starts[i];
        }
        return gaps == 0;
    }

    /** Searches adjacent texts as one; only those where the needle is found are looked at. */
    private void testHeap(byte[] heap, int[] starts, int[] lengths, int n, int flip, byte[] out) {
        Arrays.fill(out, 0, n, (byte) flip);
        if (n == 0) {
            return;
        }
        boolean isAll = shape == Shape.CONTAINS;
        int end = starts[n - 1] + lengths[n - 1];
        int row = 0;
        int hit = TextSearch.indexOfFar(heap, starts[0], end, needle);
        while (hit >= 0) {
            while (row + 1 < n && starts[row + 1] <= hit) {
                row++;
            }
            int rowEnd = starts[row] + lengths[row];
            boolean isInside = hit + needle.length <= rowEnd;
            if (isInside && (isAll || matchesSegments(heap, starts[row], lengths[row]))) {
                out[row] = (byte) (flip ^ 1);
            }
            // a hit that reaches into the next text begins too late for this one, as do all after
            hit = TextSearch.indexOfFar(heap, rowEnd, end, needle);
        }
    }

    private void testPrefix(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        byte[] prefix = segments[0].bytes;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            boolean match = TextSearch.startsWith(heap, starts[p], lengths[p], prefix);
            out[p] = (byte) ((match ? 1 : 0) ^ flip);
        }
    }

    private void testSuffix(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        byte[] suffix = segments[0].bytes;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            boolean match = TextSearch.endsWith(heap, starts[p], lengths[p], suffix);
            out[p] = (byte) ((match ? 1 : 0) ^ flip);
        }
    }

    private void testContains(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        byte[] needle = segments[0].bytes;
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            boolean match = contains(heap, starts[p], lengths[p], needle);
            out[p] = (byte) ((match ? 1 : 0) ^ flip);
        }
    }

    private void testAny(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            boolean match = matches(heap, starts[p], lengths[p]);
            out[p] = (byte) ((match ? 1 : 0) ^ flip);
        }
    }
}
