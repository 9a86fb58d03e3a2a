package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getShort;

import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;

/**
 * Text as words, what lies between single spaces: TEXT255 with one byte per word for the first 245
 * different words of a block, TEXT32K with two bytes for the first 32 KB of words; other words are
 * written out. Owned by one writer, for one block.
 *
 * <pre>
 * word: code u8 (u16) of the dictionary, or 255 (65535) | length varint | bytes
 * </pre>
 *
 * <p>The space between words is not stored: a value goes on until it has its length.
 */
public final class Words {
    private static final int NARROW_ENTRIES = 245;
    private static final int NARROW_ESCAPE = 0xFF;
    private static final int WIDE_BYTES = 32 << 10;
    private static final int WIDE_ESCAPE = 0xFFFF;

    private final boolean wide;
    private final DictionaryBuilder dictionary;

    public Words(Encoding encoding) {
        wide = encoding == Encoding.TEXT32K;
        dictionary =
                wide
                        ? new DictionaryBuilder(WIDE_ESCAPE, WIDE_BYTES)
                        : new DictionaryBuilder(NARROW_ENTRIES, Integer.MAX_VALUE >>> 1);
    }

    /** The words of one value. */
    public void put(byte[] text, int start, int end, ByteOutput out) {
        int from = start;
        while (from < end) {
            int to = from;
            while (to < end && text[to] != ' ') {
                to++;
            }
            putWord(text, from, to - from, out);
            from = to + 1;
        }
    }

    private void putWord(byte[] text, int start, int length, ByteOutput out) {
        int code = dictionary.add(text, start, length);
        if (code == DictionaryBuilder.FULL) {
            code = wide ? WIDE_ESCAPE : NARROW_ESCAPE;
        }
        if (wide) {
            out.putShort(code);
        } else {
            out.putByte(code);
        }
        if (code == (wide ? WIDE_ESCAPE : NARROW_ESCAPE)) {
            int rest = length;
            while (rest > 127) {
                out.putByte(rest & 127 | 128);
                rest >>>= 7;
            }
            out.putByte(rest);
            out.putBytes(text, start, length);
        }
    }

    /** The dictionary as {@link DictionaryCodec} has it. */
    public byte[] dictionary() {
        return DictionaryCodec.encode(dictionary.build());
    }

    /**
     * Reads values back, one after the other, into the heap that the target has reserved for them.
     *
     * @param target knows the lengths of the values
     */
    public static void decode(
            Encoding encoding,
            Dictionary words,
            byte[] source,
            int offset,
            int count,
            BytesVector target,
            byte[] heap) {
        int[] lengths = target.lengths();
        boolean wide = encoding == Encoding.TEXT32K;
        int escape = wide ? WIDE_ESCAPE : NARROW_ESCAPE;
        int from = offset;
        int to = target.reservedStart();
        for (int i = 0; i < count; i++) {
            int end = to + lengths[i];
            while (to < end) {
                int code = wide ? getShort(source, from) : source[from] & 0xFF;
                from += wide ? 2 : 1;
                byte[] bytes = words.bytes();
                int wordStart;
                int length;
                if (code == escape) {
                    bytes = source;
                    length = source[from] & 127;
                    for (int shift = 7; source[from++] < 0; shift += 7) {
                        length |= (source[from] & 127) << shift;
                    }
                    wordStart = from;
                    from += length;
                } else {
                    wordStart = words.starts()[code];
                    length = words.lengths()[code];
                }
                if (length > end - to) {
                    throw new IllegalStateException("a word is longer than its text");
                }
                System.arraycopy(bytes, wordStart, heap, to, length);
                to += length;
                if (to < end) {
                    heap[to++] = ' ';
                }
            }
        }
    }
}
