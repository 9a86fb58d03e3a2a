package io.colonnade.engine.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array in which a function builds its text result. Reused; one thread. */
public final class TextBuilder {
    private byte[] bytes = new byte[256];
    private int length;

    public void clear() {
        length = 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Shortens or, after writing into {@link #reserve}d room, extends the text. */
    public void setLength(int newLength) {
        length = newLength;
    }

    /** The array, with room for that many more bytes after {@link #length}. */
    public byte[] reserve(int more) {
        if (length + (long) more > bytes.length) {
            long wanted = Math.max(bytes.length * 2L, (long) length + more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
        return bytes;
    }

    public TextBuilder append(byte[] source, int start, int count) {
        reserve(count);
        System.arraycopy(source, start, bytes, length, count);
        length += count;
        return this;
    }

    public TextBuilder append(int asciiByte) {
        reserve(1);
        bytes[length++] = (byte) asciiByte;
        return this;
    }

    public TextBuilder append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return append(encoded, 0, encoded.length);
    }

    /** Appends one code point in UTF-8. */
    public TextBuilder appendCodePoint(int c) {
        reserve(4);
        length = Utf8.write(c, bytes, length);
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
