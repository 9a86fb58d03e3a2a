package io.colonnade.storage.encoding;

import java.util.Locale;

/**
 * How the vectors of a block are laid out. The number is stored: never change or reuse one.
 *
 * <p>LZ4 and ZSTD compress the whole body of a block that is laid out as RAW; the others can be
 * decoded vector by vector.
 */
public enum Encoding {
    /** Little-endian values; text: lengths as {@link Integers}, then the bytes. */
    RAW(0),
    /** {@link Integers} as suits: {@link Az64}, {@link Patched}, or {@link RunLength}. */
    AZ64(1),
    /** {@link RunLength} of the values; text: of codes, or see TextRuns. */
    RUNLENGTH(2),
    /** Codes as {@link Integers} into the segment's dictionary or the block's own. */
    DICTIONARY(3),
    LZ4(4),
    ZSTD(5),
    /** Text compressed value by value with a symbol table per block, see {@link Fsst}. */
    FSST(6),
    /** {@link Delta} of up to a byte. */
    DELTA(7),
    /** {@link Delta} of up to two bytes. */
    DELTA32K(8),
    /** {@link Mostly} of one, two and four bytes. */
    MOSTLY8(9),
    MOSTLY16(10),
    MOSTLY32(11),
    /** Codes into a dictionary of the block's first 256 values; the others are exceptions. */
    BYTEDICT(12),
    /** Text as one-byte codes of the block's first 245 words, see {@link Words}. */
    TEXT255(13),
    /** Text as two-byte codes of words, 32 KB of them per block, see {@link Words}. */
    TEXT32K(14),
    /** {@link Doubles} as suits: decimals in disguise, with exceptions, or split bits. */
    ALP(15);

    private static final Encoding[] ALL = values();

    private final int number;

    Encoding(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The encoding with this number; unknown numbers are an IllegalArgumentException. */
    public static Encoding of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new IllegalArgumentException("unknown encoding " + number);
        }
        return ALL[number];
    }

    public boolean compressesBody() {
        return this == LZ4 || this == ZSTD;
    }

    /** The name that users see; LZ4 stands for LZO. */
    public String sqlName() {
        return this == LZ4 ? "lzo" : name().toLowerCase(Locale.ROOT);
    }
}
