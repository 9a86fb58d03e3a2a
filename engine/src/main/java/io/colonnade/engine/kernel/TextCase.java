package io.colonnade.engine.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Upper and lower case: bytes while the text is ASCII, else Java's Unicode rules. Stateless. */
public final class TextCase {
    private TextCase() {}

    public static void lower(byte[] b, int start, int length, TextBuilder out) {
        if (!Ascii.isAscii(b, start, length)) {
            out.append(
                    new String(b, start, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
            return;
        }
        byte[] target = out.reserve(length);
        int at = out.length();
        for (int i = 0; i < length; i++) {
            target[at + i] = (byte) Ascii.toLower(b[start + i]);
        }
        out.setLength(at + length);
    }

    public static void upper(byte[] b, int start, int length, TextBuilder out) {
        if (!Ascii.isAscii(b, start, length)) {
            out.append(
                    new String(b, start, length, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT));
            return;
        }
        byte[] target = out.reserve(length);
        int at = out.length();
        for (int i = 0; i < length; i++) {
            target[at + i] = (byte) Ascii.toUpper(b[start + i]);
        }
        out.setLength(at + length);
    }

    /** First letter of each word in upper case, the others in lower case. */
    public static void initcap(byte[] b, int start, int length, TextBuilder out) {
        String text = new String(b, start, length, StandardCharsets.UTF_8);
        boolean inWord = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isLetterOrDigit(c);
            i += Character.charCount(c);
        }
    }
}
