package io.colonnade.engine.kernel;

/**
 * Characters (code points) in UTF-8 bytes. Every byte that is no continuation (10xxxxxx) starts a
 * character, so that malformed text gives odd characters, never an error. Stateless.
 */
public final class Utf8 {
    private Utf8() {}

    public static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** Number of characters. */
    public static int count(byte[] b, int start, int length) {
        int count = 0;
        for (int i = start; i < start + length; i++) {
            count += b[i] > (byte) 0xBF ? 1 : 0;
        }
        return count;
    }

    /** Offset of the n-th character from `start`, or `end` when there are not as many. */
    public static int skip(byte[] b, int start, int end, int n) {
        int p = start;
        for (int i = 0; i < n && p < end; i++) {
            p = next(b, p, end);
        }
        return p;
    }

    /** Offset of the n-th character back from `end`, or `start`. */
    public static int skipBack(byte[] b, int start, int end, int n) {
        int p = end;
        for (int i = 0; i < n && p > start; i++) {
            p--;
            while (p > start && isContinuation(b[p])) {
                p--;
            }
        }
        return p;
    }

    /** Offset of the character after the one at p. */
    public static int next(byte[] b, int p, int end) {
        int q = p + 1;
        while (q < end && isContinuation(b[q])) {
            q++;
        }
        return q;
    }

    /** The last character boundary at or before `limit`. */
    public static int floor(byte[] b, int start, int limit, int end) {
        int p = limit;
        while (p > start && p < end && isContinuation(b[p])) {
            p--;
        }
        return p;
    }

    /** The code point at p, which reaches to `next`. */
    public static int codePoint(byte[] b, int p, int next) {
        int first = b[p] & 0xFF;
        return switch (next - p) {
            case 2 -> (first & 0x1F) << 6 | b[p + 1] & 0x3F;
            case 3 -> (first & 0x0F) << 12 | (b[p + 1] & 0x3F) << 6 | b[p + 2] & 0x3F;
            case 4 ->
                    (first & 0x07) << 18
                            | (b[p + 1] & 0x3F) << 12
                            | (b[p + 2] & 0x3F) << 6
                            | b[p + 3] & 0x3F;
            default -> first;
        };
    }

    /** Writes a code point; returns the offset after it. */
    public static int write(int c, byte[] target, int offset) {
        int p = offset;
        if (c < 0x80) {
            target[p++] = (byte) c;
        } else if (c < 0x800) {
            target[p++] = (byte) (0xC0 | c >> 6);
            target[p++] = (byte) (0x80 | c & 0x3F);
        } else if (c < 0x10000) {
            target[p++] = (byte) (0xE0 | c >> 12);
            target[p++] = (byte) (0x80 | c >> 6 & 0x3F);
            target[p++] = (byte) (0x80 | c & 0x3F);
        } else {
            target[p++] = (byte) (0xF0 | c >> 18);
            target[p++] = (byte) (0x80 | c >> 12 & 0x3F);
            target[p++] = (byte) (0x80 | c >> 6 & 0x3F);
            target[p++] = (byte) (0x80 | c & 0x3F);
        }
        return p;
    }
}
