package io.colonnade.storage.segment;

import static io.colonnade.storage.vector.LittleEndian.getInt;
import static io.colonnade.storage.vector.LittleEndian.getLong;
import static io.colonnade.storage.vector.LittleEndian.getShort;

import io.colonnade.storage.encoding.DictionaryCodec;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Fsst;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.vector.Dictionary;

/**
 * One column of one row group, encoded, with its header read. Immutable, shared by all readers and
 * kept by the block cache.
 *
 * <pre>
 * encoding u8 | dictionary u8 (0 none, 1 the segment's, 2 own) | vectors u16 | rows i32
 *   | body offset i32 | unpacked body bytes i32 (LZ4 and ZSTD, else 0)
 * vector: min image i64 | max image i64 | offset in the unpacked body i32 | null count i32
 * extra:  own dictionary (numbers: count i32, values i64; text: see DictionaryCodec) or FSST table;
 *         the words of TEXT255 and TEXT32K as an own dictionary
 * body:   of each vector [validity i64 per 64 rows, when some but not all are NULL] | values
 * </pre>
 *
 * <p>A vector of NULLs only has min &gt; max, so it meets no range, and no bytes in the body.
 */
public final class Block {
    static final int HEADER_BYTES = 16;
    static final int VECTOR_BYTES = 24;
    static final int NO_DICTIONARY = 0;
    static final int SEGMENT_DICTIONARY = 1;
    static final int OWN_DICTIONARY = 2;

    /** Spare bytes that the array handed to {@link #read} needs behind the block. */
    public static final int PADDING = Integers.SOURCE_PADDING;

    private final byte[] bytes;
    private final int length;
    private final Encoding encoding;
    private final int rows;
    private final int vectors;
    private final int bodyOffset;
    private final int unpackedBytes;
    private final boolean usesSegmentDictionary;
    private final Dictionary dictionary;
    private final long[] numbers;
    private final Fsst symbols;

    private Block(byte[] bytes, int length, Lane lane) {
        this.bytes = bytes;
        this.length = length;
        encoding = Encoding.of(bytes[0]);
        vectors = getShort(bytes, 2);
        rows = getInt(bytes, 4);
        bodyOffset = getInt(bytes, 8);
        unpackedBytes = getInt(bytes, 12);
        int extra = HEADER_BYTES + VECTOR_BYTES * vectors;
        int expected = (rows + SegmentFormat.VECTOR_ROWS - 1) / SegmentFormat.VECTOR_ROWS;
        if (rows < 1 || vectors != expected || bodyOffset < extra || bodyOffset > length) {
            throw new IllegalStateException("the header of the block is damaged");
        }
        usesSegmentDictionary = bytes[1] == SEGMENT_DICTIONARY;
        boolean own = bytes[1] == OWN_DICTIONARY;
        dictionary = own && lane == Lane.TEXT ? DictionaryCodec.decode(bytes, extra) : null;
        numbers = own && lane != Lane.TEXT ? numbers(bytes, extra, bodyOffset) : null;
        symbols = encoding == Encoding.FSST ? Fsst.read(bytes, extra) : null;
    }

    /** Takes over the array; a damaged header is an unchecked exception of any kind. */
    public static Block read(byte[] padded, int length, Lane lane) {
        return new Block(padded, length, lane);
    }

    private static long[] numbers(byte[] bytes, int offset, int end) {
        int count = getInt(bytes, offset);
        if (count < 0 || count > (end - offset) / 8) {
            throw new IllegalStateException(count + " entries in a dictionary");
        }
        long[] numbers = new long[count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = getLong(bytes, offset + 4 + 8 * i);
        }
        return numbers;
    }

    public Encoding encoding() {
        return encoding;
    }

    public int rows() {
        return rows;
    }

    public int vectors() {
        return vectors;
    }

    public int vectorRows(int vector) {
        int first = vector * SegmentFormat.VECTOR_ROWS;
        return Math.min(SegmentFormat.VECTOR_ROWS, rows - first);
    }

    public long min(int vector) {
        return getLong(bytes, HEADER_BYTES + VECTOR_BYTES * vector);
    }

    public long max(int vector) {
        return getLong(bytes, HEADER_BYTES + VECTOR_BYTES * vector + 8);
    }

    /** Where the vector starts in the unpacked body. */
    int offset(int vector) {
        return getInt(bytes, HEADER_BYTES + VECTOR_BYTES * vector + 16);
    }

    public int nullCount(int vector) {
        return getInt(bytes, HEADER_BYTES + VECTOR_BYTES * vector + 20);
    }

    byte[] bytes() {
        return bytes;
    }

    int bodyOffset() {
        return bodyOffset;
    }

    int bodyBytes() {
        return length - bodyOffset;
    }

    int unpackedBytes() {
        return unpackedBytes;
    }

    boolean usesSegmentDictionary() {
        return usesSegmentDictionary;
    }

    /** The block's own dictionary of text, or null. */
    Dictionary dictionary() {
        return dictionary;
    }

    /** The block's own dictionary of numbers (as their lane's 64 bits), or null. */
    long[] numbers() {
        return numbers;
    }

    /** The symbol table of an FSST block, else null. */
    Fsst symbols() {
        return symbols;
    }

    /** Encoded bytes. */
    public int length() {
        return length;
    }

    public long retainedBytes() {
        return bytes.length
                + (dictionary == null ? 0 : dictionary.retainedBytes())
                + (numbers == null ? 0 : 8L * numbers.length)
                + (symbols == null ? 0 : symbols.retainedBytes());
    }
}
