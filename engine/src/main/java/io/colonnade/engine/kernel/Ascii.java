package io.colonnade.engine.kernel;

/** Small questions about ASCII bytes. Stateless. */
public final class Ascii {
    private Ascii() {}

    public static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    public static int toLower(int b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    public static int toUpper(int b) {
        return b >= 'a' && b <= 'z' ? b - 32 : b;
    }

    /** First position from `start` that is no white space, or `end`. */
    public static int skipSpace(byte[] b, int start, int end) {
        int p = start;
        while (p < end && isSpace(b[p])) {
            p++;
        }
        return p;
    }

    /** End without the white space before it. */
    public static int trimEnd(byte[] b, int start, int end) {
        int p = end;
        while (p > start && isSpace(b[p - 1])) {
            p--;
        }
        return p;
    }

    /** Whether the bytes are this lower-case word, in any case. */
    public static boolean equalsFolded(byte[] b, int start, int end, String word) {
        if (end - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (toLower(b[start + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no byte has its top bit set, so that bytes are characters. */
    public static boolean isAscii(byte[] b, int start, int length) {
        int or = 0;
        for (int i = start; i < start + length; i++) {
            or |= b[i];
        }
        return or >= 0;
    }

    /** Writes a value in at least `width` digits; returns the offset after it. */
    public static int writePadded(long value, int width, byte[] target, int offset) {
        int digits = Math.max(width, IntegerText.digits(value));
        long rest = value;
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return offset + digits;
    }

    /** Copies an ASCII string; returns the offset after it. */
    public static int write(String text, byte[] target, int offset) {
        for (int i = 0; i < text.length(); i++) {
            target[offset + i] = (byte) text.charAt(i);
        }
        return offset + text.length();
    }
}
