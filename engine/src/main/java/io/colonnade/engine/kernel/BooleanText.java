package io.colonnade.engine.kernel;

/** Truth values as text. Stateless. */
public final class BooleanText {
    private static final String[] TRUE = {"true", "yes", "on", "1"};
    private static final String[] FALSE = {"false", "no", "off", "0"};

    private BooleanText() {}

    /** Reads any spelling that PostgreSQL reads: unique prefixes of true, yes, on, 1 and so on. */
    public static byte parse(byte[] b, int start, int length) {
        int end = Ascii.trimEnd(b, start, start + length);
        int from = Ascii.skipSpace(b, start, end);
        if (matches(b, from, end, TRUE)) {
            return 1;
        }
        if (matches(b, from, end, FALSE)) {
            return 0;
        }
        throw TextErrors.syntax("boolean", b, start, length);
    }

    private static boolean matches(byte[] b, int from, int end, String[] words) {
        for (String word : words) {
            // "o" could be on or off
            boolean isUnique = end - from >= (word.startsWith("o") ? 2 : 1);
            if (isUnique
                    && end - from <= word.length()
                    && Ascii.equalsFolded(b, from, end, word.substring(0, end - from))) {
                return true;
            }
        }
        return false;
    }

    /** Writes t or f, as the wire protocol shows them. */
    public static int write(byte value, byte[] target, int offset) {
        target[offset] = (byte) (value != 0 ? 't' : 'f');
        return offset + 1;
    }

    /** Writes true or false, as a cast to text does. */
    public static int writeWord(byte value, byte[] target, int offset) {
        return Ascii.write(value != 0 ? "true" : "false", target, offset);
    }
}
